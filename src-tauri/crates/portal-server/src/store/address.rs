//! Where a database lies, as a person writes it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use url::Url;

/// Where a database lies: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE`.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseAddress {
    /// A file. The path is taken as it is written, without escapes.
    Sqlite(PathBuf),
    /// A PostgreSQL server's database.
    Postgres(Url),
}

impl FromStr for DatabaseAddress {
    type Err = InvalidDatabaseAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(rest) = text.strip_prefix("sqlite:") {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            return match path {
                "" => Err(InvalidDatabaseAddress("sqlite: needs the path of a file")),
                ":memory:" => Err(InvalidDatabaseAddress("a portal keeps its data in a file")),
                path => Ok(Self::Sqlite(PathBuf::from(path))),
            };
        }
        let url = Url::parse(text).map_err(|_| InvalidDatabaseAddress("it is not an address"))?;
        match url.scheme() {
            "postgres" | "postgresql" => Ok(Self::Postgres(url)),
            _ => Err(InvalidDatabaseAddress(
                "it names no kind of database that is known",
            )),
        }
    }
}

impl fmt::Display for DatabaseAddress {
    /// Without the password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(formatter, "sqlite:{}", path.display()),
            Self::Postgres(url) => {
                let mut shown = url.clone();
                // Fails only where an address can hold no password.
                if shown.password().is_some() && shown.set_password(Some("…")).is_err() {
                    return formatter.write_str("postgres://…");
                }
                // Parameters may hold a password as well.
                shown.set_query(None);
                write!(formatter, "{}", shown.as_str().replace("%E2%80%A6", "…"))
            }
        }
    }
}

impl fmt::Debug for DatabaseAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// Not the address of a database. The address itself is left out: it may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a database: {0}. Use sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE")]
pub struct InvalidDatabaseAddress(&'static str);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_taken_as_written() {
        let address: DatabaseAddress = "sqlite:/srv/a b?c%20.db".parse().unwrap();
        assert_eq!(address, DatabaseAddress::Sqlite("/srv/a b?c%20.db".into()));
        assert_eq!(
            "sqlite:///srv/p.db".parse(),
            Ok(DatabaseAddress::Sqlite("/srv/p.db".into()))
        );
    }

    #[test]
    fn a_password_is_never_shown() {
        let text = "postgres://ada:s3cret@db.example/portal?password=s3cret";
        let address: DatabaseAddress = text.parse().unwrap();
        assert_eq!(address.to_string(), "postgres://ada:…@db.example/portal");
        assert_eq!(format!("{address:?}"), address.to_string());
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "portal.db",
            "sqlite:",
            "sqlite::memory:",
            "mysql://db.example/portal",
        ] {
            assert!(text.parse::<DatabaseAddress>().is_err(), "{text:?}");
        }
    }
}
