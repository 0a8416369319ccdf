//! Drawings in this browser's IndexedDB. Every write says which revision it replaces; another one is left alone.

use idb::{Database, DatabaseEvent, Error, Factory, KeyPath, ObjectStoreParams, Query, TransactionMode};
use js_sys::{Object, Reflect};
use model::lean;
use wasm_bindgen::{JsCast, JsValue};

const NAME: &str = "plimsoll";
const VERSION: u32 = 1;
/// What the list of projects shows.
const INFOS: &str = "projects";
/// The drawings themselves, so that listing does not load them all.
const TEXTS: &str = "drawings";

/// What is known of a project without opening it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectInfo {
    pub id: String,
    pub name: String,
    /// Goes up by one with each save.
    pub revision: f64,
    /// Milliseconds since 1970.
    pub saved_at: f64,
    pub n_components: f64,
}

/// What is kept beside a drawing, written at other times than the drawing itself. It stands among the texts, under a key
/// that no drawing has: a store of its own would be another version of the database, which waits for every other tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    Incidents,
}

impl Beside {
    fn key(self, id: &str) -> String {
        match self {
            Self::Incidents => format!("{id}/incidents"),
        }
    }
}

/// Why something could not be stored or read.
#[derive(Clone, Debug, PartialEq)]
pub enum StorageError {
    /// Private window, blocked by a setting, or a browser without it.
    Denied,
    /// No room is left.
    Full,
    /// The project has another revision than expected, or is gone (`None`).
    Conflict { found: Option<f64> },
    /// Anything else, in the browser's words.
    Other(String),
}

impl From<Error> for StorageError {
    fn from(error: Error) -> Self {
        let details = error.to_string();
        if details.contains("Quota") {
            Self::Full
        } else if details.contains("Security") || details.contains("InvalidState") {
            Self::Denied
        } else {
            Self::Other(details)
        }
    }
}

/// The open database.
#[derive(Debug)]
pub struct Store(Database);

impl Store {
    /// Opens it, and makes it on the first visit.
    ///
    /// # Errors
    /// [`StorageError::Denied`] where the browser keeps nothing.
    pub async fn open() -> Result<Self, StorageError> {
        let denied = |_| StorageError::Denied;
        let mut request = Factory::new().map_err(denied)?.open(NAME, Some(VERSION)).map_err(denied)?;
        request.on_upgrade_needed(|event| {
            let Ok(database) = event.database() else { return };
            for store in [INFOS, TEXTS] {
                let mut params = ObjectStoreParams::new();
                params.key_path(Some(KeyPath::new_single("id")));
                // Fails only if it exists, which is what is wanted.
                let _ = database.create_object_store(store, params);
            }
        });
        Ok(Self(request.await.map_err(denied)?))
    }

    /// All projects, the one saved last first.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn list(&self) -> Result<Vec<ProjectInfo>, StorageError> {
        let transaction = self.0.transaction(&[INFOS], TransactionMode::ReadOnly)?;
        let all = transaction.object_store(INFOS)?.get_all(None, None)?.await?;
        transaction.await?;
        let mut projects: Vec<_> = all.iter().filter_map(info).collect();
        lean::sort_by(&mut projects, |a, b| b.saved_at.total_cmp(&a.saved_at));
        Ok(projects)
    }

    /// A project with its drawing in the file format; `None` if there is none of that id.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn load(&self, id: &str) -> Result<Option<(ProjectInfo, String)>, StorageError> {
        let transaction = self.0.transaction(&[INFOS, TEXTS], TransactionMode::ReadOnly)?;
        let found = transaction.object_store(INFOS)?.get(key(id))?.await?;
        let text = transaction.object_store(TEXTS)?.get(key(id))?.await?;
        transaction.await?;
        let text = text.and_then(|it| get(&it, "text").as_string());
        Ok(found.as_ref().and_then(info).zip(text))
    }

    /// Writes a project whose stored revision is `expected` (`None`: it must not exist yet). The new revision.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] if another tab has written since; nothing is changed then.
    pub async fn save(&self, project: &ProjectInfo, text: &str, expected: Option<f64>) -> Result<f64, StorageError> {
        let transaction = self.0.transaction(&[INFOS, TEXTS], TransactionMode::ReadWrite)?;
        let infos = transaction.object_store(INFOS)?;
        let stored = infos.get(key(&project.id))?.await?;
        let found = stored.as_ref().and_then(info).map(|it| it.revision);
        if found != expected {
            return Err(StorageError::Conflict { found });
        }
        let revision = found.unwrap_or(0.0) + 1.0;
        let value = record(&[
            ("id", project.id.as_str().into()),
            ("name", project.name.as_str().into()),
            ("revision", revision.into()),
            ("saved_at", project.saved_at.into()),
            ("n_components", project.n_components.into()),
        ]);
        infos.put(&value, None)?.await?;
        let value = record(&[("id", project.id.as_str().into()), ("text", text.into())]);
        transaction.object_store(TEXTS)?.put(&value, None)?.await?;
        transaction.commit()?.await?;
        Ok(revision)
    }

    /// What is kept beside a drawing, with its revision; `None` if nothing is.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn load_beside(&self, what: Beside, id: &str) -> Result<Option<(f64, String)>, StorageError> {
        let transaction = self.0.transaction(&[TEXTS], TransactionMode::ReadOnly)?;
        let found = transaction.object_store(TEXTS)?.get(key(&what.key(id)))?.await?;
        transaction.await?;
        Ok(found.and_then(|it| Some((get(&it, "revision").as_f64()?, get(&it, "text").as_string()?))))
    }

    /// Writes it where its revision is `expected` (`None`: it must not exist yet). The new revision.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] if another tab has written since; nothing is changed then.
    pub async fn save_beside(
        &self,
        what: Beside,
        id: &str,
        text: &str,
        expected: Option<f64>,
    ) -> Result<f64, StorageError> {
        let transaction = self.0.transaction(&[TEXTS], TransactionMode::ReadWrite)?;
        let texts = transaction.object_store(TEXTS)?;
        let stored = texts.get(key(&what.key(id)))?.await?;
        let found = stored.and_then(|it| get(&it, "revision").as_f64());
        if found != expected {
            return Err(StorageError::Conflict { found });
        }
        let revision = found.unwrap_or(0.0) + 1.0;
        let value = record(&[
            ("id", what.key(id).into()),
            ("revision", revision.into()),
            ("text", text.into()),
        ]);
        texts.put(&value, None)?.await?;
        transaction.commit()?.await?;
        Ok(revision)
    }

    /// Removes a project for good.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn delete(&self, id: &str) -> Result<(), StorageError> {
        let transaction = self.0.transaction(&[INFOS, TEXTS], TransactionMode::ReadWrite)?;
        transaction.object_store(INFOS)?.delete(key(id))?.await?;
        let texts = transaction.object_store(TEXTS)?;
        texts.delete(key(id))?.await?;
        texts.delete(key(&Beside::Incidents.key(id)))?.await?;
        transaction.commit()?.await?;
        Ok(())
    }
}

fn key(id: &str) -> Query {
    Query::Key(JsValue::from_str(id))
}

fn record(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in fields {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object.unchecked_into()
}

fn get(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &key.into()).unwrap_or_default()
}

fn info(value: &JsValue) -> Option<ProjectInfo> {
    Some(ProjectInfo {
        id: get(value, "id").as_string()?,
        name: get(value, "name").as_string()?,
        revision: get(value, "revision").as_f64()?,
        saved_at: get(value, "saved_at").as_f64()?,
        n_components: get(value, "n_components").as_f64().unwrap_or_default(),
    })
}
