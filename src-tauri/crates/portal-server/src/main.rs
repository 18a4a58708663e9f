//! The program `portal-server`.

fn main() -> std::process::ExitCode {
    portal_server::cli::main()
}
