//! Hands the contract to cynic, so that each operation is checked against it at compile time.

fn main() -> Result<(), cynic_codegen::registration::SchemaRegistrationError> {
    cynic_codegen::register_schema("portal")
        .from_sdl_file("schema.graphql")?
        .as_default()?;
    Ok(())
}
