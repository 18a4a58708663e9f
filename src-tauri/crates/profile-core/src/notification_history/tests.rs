use super::*;
use crate::announcements::Announcement;

fn key() -> TokenKey {
    TokenKey {
        portal: "https://a.example".into(),
        account: "ada".into(),
    }
}

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn add(history: &mut NotificationHistory, at: DateTime<Utc>) {
    history.add(at, |id| Notification {
        id,
        at,
        announcement: Announcement::ApiKeyCreated {
            name: "Line\n4".into(),
        },
        organization: Some("org_1".into()),
        is_read: false,
    });
}

fn ids(history: &NotificationHistory) -> Vec<u32> {
    history.all(now()).iter().map(|it| it.id).collect()
}

fn path(history: &NotificationHistory) -> &Path {
    history.path.as_deref().unwrap_or(Path::new(""))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

#[test]
fn they_are_there_after_a_restart_the_newest_first() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path().join("notifications");
    let mut history = NotificationHistory::of(&folder, &key(), now())?;
    assert!(ids(&history).is_empty());
    for _ in 0..3 {
        add(&mut history, now());
    }
    history.change(|it| {
        it.is_read |= it.id == 1;
        it.id != 2
    });
    let again = NotificationHistory::of(&folder, &key(), now())?;
    assert_eq!(again.all(now()), history.all(now()));
    assert_eq!(ids(&again), [3, 1]);
    assert!(again.all(now())[1].is_read);
    let other = TokenKey {
        account: "grace".into(),
        ..key()
    };
    assert!(ids(&NotificationHistory::of(&folder, &other, now())?).is_empty());
    Ok(())
}

#[cfg(unix)]
#[test]
fn they_are_for_the_person_alone() -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir()?;
    let mut history = NotificationHistory::of(folder.path(), &key(), now())?;
    for _ in 0..2 {
        add(&mut history, now());
        let mode = fs::metadata(path(&history))?.permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        history.change(|it| it.id > 1);
    }
    Ok(())
}

#[test]
fn old_ones_go_and_the_file_stays_small() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut history = NotificationHistory::of(folder.path(), &key(), now())?;
    add(&mut history, now() - KEPT);
    add(&mut history, now() - KEPT + TimeDelta::seconds(1));
    assert_eq!(ids(&history), [2]);
    for _ in 0..2 * (MOST + SLACK) {
        add(&mut history, now());
    }
    let lines = fs::read_to_string(path(&history))?.lines().count();
    assert!(lines < MOST + SLACK, "{lines}");
    assert!(history.kept.len() < MOST + SLACK);
    assert_eq!(history.kept.last().map(|it| it.id), Some(5_002));
    let later = now() + KEPT;
    let gone = NotificationHistory::of(folder.path(), &key(), later)?;
    assert!(gone.kept.is_empty());
    assert_eq!(fs::read(path(&gone))?, b"", "nothing old stays on disk");
    Ok(())
}

#[test]
fn a_number_is_given_once() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut history = NotificationHistory::of(folder.path(), &key(), now())?;
    for _ in 0..3 {
        add(&mut history, now());
    }
    history.change(|it| it.id < 3);
    add(&mut history, now());
    assert_eq!(ids(&history), [4, 2, 1]);
    history.change(|_| false);
    add(&mut history, now());
    assert_eq!(ids(&history), [5]);
    Ok(())
}

#[test]
fn what_could_not_be_written_is_written_with_the_next_one() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let place = folder.path().join("notifications");
    let mut history = NotificationHistory::of(&place, &key(), now())?;
    // A file where the folder is to be.
    fs::write(&place, "")?;
    add(&mut history, now());
    assert_eq!(ids(&history), [1]);
    fs::remove_file(&place)?;
    add(&mut history, now());
    let again = NotificationHistory::of(&place, &key(), now())?;
    assert_eq!(ids(&again), [2, 1]);
    Ok(())
}

#[test]
fn a_file_that_can_not_be_read_is_left_alone() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let history = NotificationHistory::of(folder.path(), &key(), now())?;
    fs::create_dir(path(&history))?;
    assert!(NotificationHistory::of(folder.path(), &key(), now()).is_err());
    assert!(path(&history).is_dir());
    Ok(())
}

#[test]
fn what_a_killed_process_left_unfinished_is_removed() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join(".unfinished-abc"), "half")?;
    NotificationHistory::of(folder.path(), &key(), now())?;
    assert!(files(folder.path()).is_empty());
    Ok(())
}

#[test]
fn what_a_killed_process_left_costs_one_alone() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut history = NotificationHistory::of(folder.path(), &key(), now())?;
    for _ in 0..2 {
        add(&mut history, now());
    }
    let whole = fs::read(path(&history))?;
    let first = whole.iter().position(|&it| it == b'\n').unwrap_or(0) + 1;
    for length in 0..whole.len() {
        fs::write(path(&history), &whole[..length])?;
        let mut torn = NotificationHistory::of(folder.path(), &key(), now())?;
        let expected = if length < first { vec![] } else { vec![1] };
        assert_eq!(ids(&torn), expected, "{length}");
        add(&mut torn, now());
        let again = NotificationHistory::of(folder.path(), &key(), now())?;
        assert_eq!(again.all(now()), torn.all(now()));
    }
    assert_eq!(files(folder.path()).len(), 1, "nothing is set aside");
    Ok(())
}

#[test]
fn a_damaged_file_is_set_aside_and_what_is_sound_stays() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut history = NotificationHistory::of(folder.path(), &key(), now())?;
    for _ in 0..3 {
        add(&mut history, now());
    }
    let whole = fs::read(path(&history))?;
    for bit in 0..whole.len() * 8 {
        let mut damaged = whole.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        fs::write(path(&history), &damaged)?;
        let found = NotificationHistory::of(folder.path(), &key(), now())?;
        let sound = found.all(now());
        assert!(sound.len() < 3 || sound == history.all(now()), "{bit}");
        assert!(sound.iter().all(|it| history.kept.contains(it)), "{bit}");
        let aside = files(folder.path())
            .into_iter()
            .find(|it| it != path(&found));
        // A last line without its end is taken for one that was left half written.
        if let Some(aside) = aside {
            assert_eq!(fs::read(&aside)?, damaged, "{bit}");
            fs::remove_file(aside)?;
        } else {
            assert_eq!(bit / 8, whole.len() - 1, "{bit}");
        }
    }
    Ok(())
}
