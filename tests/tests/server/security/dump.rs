//! All that a database holds, to tell whether anything changed.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use portal_server::store::Store;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::support::Tested;

/// The rows of all tables, as text.
#[derive(PartialEq, Eq)]
pub(super) struct Dump(BTreeMap<String, Option<String>>);

impl Dump {
    pub(super) async fn of(store: &Store) -> Result<Self> {
        let tables = match store.read().get_database_backend() {
            DbBackend::Postgres => {
                "SELECT table_name AS name FROM information_schema.tables
                WHERE table_schema = 'public'"
            }
            _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        };
        let mut selects = Vec::new();
        for table in texts(store, tables, "name").await? {
            selects.push(select(store, &table).await?);
        }
        let all = statement(store, &selects.join(" UNION ALL "));
        let mut rows = BTreeMap::new();
        for row in store.read().query_all_raw(all).await? {
            rows.insert(row.try_get("", "name")?, row.try_get("", "rows")?);
        }
        ensure!(rows.len() > 10, "the tables were not read");
        Ok(Self(rows))
    }

    /// Fails when the other one differs.
    pub(super) fn ensure_same(&self, other: &Self, after: &str) -> Tested {
        for (table, rows) in &self.0 {
            let now = other.0.get(table).context("a table is gone")?;
            ensure!(rows == now, "{after} changed {table}: {rows:?} to {now:?}");
        }
        Ok(())
    }
}

/// What selects a table's name, and its rows in one text.
async fn select(store: &Store, table: &str) -> Result<String> {
    if store.read().get_database_backend() == DbBackend::Postgres {
        return Ok(format!(
            "SELECT '{table}' AS name, (SELECT string_agg(t::text, '|' ORDER BY t::text) FROM \"{table}\" t) AS rows"
        ));
    }
    let columns = format!("SELECT name FROM pragma_table_info('{table}')");
    let columns = texts(store, &columns, "name").await?;
    let columns: Vec<_> = columns
        .iter()
        .map(|column| format!("quote(\"{column}\")"))
        .collect();
    let row = columns.join(" || ',' || ");
    Ok(format!(
        "SELECT '{table}' AS name, (SELECT group_concat(line, '|') FROM
            (SELECT {row} AS line FROM \"{table}\" ORDER BY 1)) AS rows"
    ))
}

async fn texts(store: &Store, sql: &str, column: &str) -> Result<Vec<String>> {
    let rows = store.read().query_all_raw(statement(store, sql)).await?;
    let texts = rows.iter().map(|row| row.try_get("", column));
    Ok(texts.collect::<Result<_, _>>()?)
}

fn statement(store: &Store, sql: &str) -> Statement {
    Statement::from_string(store.read().get_database_backend(), sql)
}
