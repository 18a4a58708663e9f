//! What the system itself puts on the screen, such as a print dialog, and the keys that a person presses there.

use anyhow::{Context, Result, ensure};
use tokio::time::{Duration, Instant, sleep};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConfigureWindowAux, ConnectionExt as _, EventMask, InputFocus,
    KEY_PRESS_EVENT, KEY_RELEASE_EVENT, MapState, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;
use xtask::desktop::Desktop;

use crate::app::PATIENCE;

/// Keys, as X names them.
pub mod keys {
    /// To what can be used next.
    pub const TAB: u32 = 0xff09;
    /// Leaves.
    pub const ESCAPE: u32 = 0xff1b;
    /// Chooses.
    pub const SPACE: u32 = 0x20;
    /// Goes ahead.
    pub const ENTER: u32 = 0xff0d;
}

const POLL: Duration = Duration::from_millis(30);

/// Where a window is, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// From the left edge of the screen.
    pub x: i16,
    /// From the top of the screen.
    pub y: i16,
    /// From its left edge to its right one.
    pub width: u16,
    /// From its top to its bottom.
    pub height: u16,
}

/// The screen of a desktop with all its windows.
pub struct Windows {
    connection: RustConnection,
    root: Window,
}

impl Windows {
    /// Looks at the screen of a desktop.
    ///
    /// # Errors
    /// When its display can't be reached.
    pub fn on(desktop: &Desktop) -> Result<Self> {
        let display = desktop.env().find(|(name, _)| *name == "DISPLAY");
        let (_, display) = display.context("the desktop has no display")?;
        let (connection, screen) = x11rb::connect(Some(display))?;
        let root = connection.setup().roots[screen].root;
        Ok(Self { connection, root })
    }

    /// Waits until a window with this title is on the screen.
    ///
    /// # Errors
    /// When none comes up.
    pub async fn see(&self, title: &str) -> Result<Window> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let titles = self.titles()?;
            if let Some((window, _)) = titles.iter().find(|(_, found)| found == title) {
                return Ok(*window);
            }
            ensure!(
                Instant::now() < deadline,
                "no window has the title {title:?}: {titles:?}"
            );
            sleep(POLL).await;
        }
    }

    /// Waits until a program shows a window, and it has the keyboard or could have it.
    ///
    /// # Errors
    /// When none comes up.
    pub async fn see_of(&self, program: &str) -> Result<Window> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            for window in self.connection.query_tree(self.root)?.reply()?.children {
                if self.is_viewable(window)? && self.program(window)? == program {
                    return Ok(window);
                }
            }
            ensure!(Instant::now() < deadline, "{program} shows no window");
            sleep(POLL).await;
        }
    }

    /// The program that a window belongs to, as its class says.
    fn program(&self, window: Window) -> Result<String> {
        let (class, any) = (AtomEnum::WM_CLASS, AtomEnum::ANY);
        let class = self
            .connection
            .get_property(false, window, class, any, 0, 64)?;
        // Windows may close while they are looked at.
        let Ok(class) = class.reply() else {
            return Ok(String::new());
        };
        let mut names = class.value.split(|octet| *octet == 0);
        Ok(String::from_utf8_lossy(names.next().unwrap_or_default()).into_owned())
    }

    /// Waits until a window is over another one, such as a question that a dialog asks.
    ///
    /// # Errors
    /// When none comes up.
    pub async fn see_over(&self, other: Window) -> Result<Window> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            for window in self.connection.query_tree(self.root)?.reply()?.children {
                if self.is_viewable(window)? && self.is_over(window, other)? {
                    return Ok(window);
                }
            }
            ensure!(Instant::now() < deadline, "no window is over {other}");
            sleep(POLL).await;
        }
    }

    /// Waits until a window is gone.
    ///
    /// # Errors
    /// When it stays.
    pub async fn see_go(&self, window: Window) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while self.is_viewable(window)? {
            ensure!(Instant::now() < deadline, "the window {window} stays");
            sleep(POLL).await;
        }
        Ok(())
    }

    /// Windows may close while they are looked at.
    fn is_viewable(&self, window: Window) -> Result<bool> {
        let state = self.connection.get_window_attributes(window)?.reply();
        Ok(state.is_ok_and(|state| state.map_state == MapState::VIEWABLE))
    }

    fn is_over(&self, window: Window, other: Window) -> Result<bool> {
        let (over, kind) = (AtomEnum::WM_TRANSIENT_FOR, AtomEnum::WINDOW);
        let property = self
            .connection
            .get_property(false, window, over, kind, 0, 1)?;
        let property = property.reply().ok();
        let below = property.and_then(|found| found.value32()?.next());
        Ok(below == Some(other))
    }

    /// Waits until no window with this title is on the screen.
    ///
    /// # Errors
    /// When it stays.
    pub async fn see_no(&self, title: &str) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while self.titles()?.iter().any(|(_, found)| found == title) {
            ensure!(Instant::now() < deadline, "the window {title:?} stays");
            sleep(POLL).await;
        }
        Ok(())
    }

    /// Moves a window and gives it a size, as a person does with its frame.
    ///
    /// # Errors
    /// When it is gone.
    pub fn place(&self, window: Window, place: Frame) -> Result<()> {
        let changes = ConfigureWindowAux::new()
            .x(i32::from(place.x))
            .y(i32::from(place.y))
            .width(u32::from(place.width))
            .height(u32::from(place.height));
        self.connection
            .configure_window(window, &changes)?
            .check()?;
        Ok(())
    }

    /// Waits until a window is at this place.
    ///
    /// # Errors
    /// When it stays elsewhere.
    pub async fn see_at(&self, window: Window, place: Frame) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let found = self.connection.get_geometry(window)?.reply()?;
            let found = Frame {
                x: found.x,
                y: found.y,
                width: found.width,
                height: found.height,
            };
            if found == place {
                return Ok(());
            }
            ensure!(Instant::now() < deadline, "it is at {found:?}");
            sleep(POLL).await;
        }
    }

    /// Asks a window to close, as its frame does when a person presses the button there: see the Inter-Client
    /// Communication Conventions Manual, 4.2.8.1.
    ///
    /// # Errors
    /// When it is gone.
    pub fn close(&self, window: Window) -> Result<()> {
        let atom = |name: &[u8]| -> Result<u32> {
            Ok(self.connection.intern_atom(false, name)?.reply()?.atom)
        };
        let asked = [atom(b"WM_DELETE_WINDOW")?, x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, atom(b"WM_PROTOCOLS")?, asked);
        self.connection
            .send_event(false, window, EventMask::NO_EVENT, message)?
            .check()?;
        Ok(())
    }

    /// Presses keys in a window, one after the other.
    ///
    /// # Errors
    /// When the window is gone, or the keyboard lacks a key.
    pub fn press(&self, window: Window, keys: &[u32]) -> Result<()> {
        let connection = &self.connection;
        let now = x11rb::CURRENT_TIME;
        connection
            .set_input_focus(InputFocus::PARENT, window, now)?
            .check()?;
        for symbol in keys {
            let key = self.keycode(*symbol)?;
            for event in [KEY_PRESS_EVENT, KEY_RELEASE_EVENT] {
                let pressed = connection.xtest_fake_input(event, key, now, self.root, 0, 0, 0)?;
                pressed.check()?;
            }
        }
        Ok(())
    }

    /// The windows that can be seen, and what they are called.
    fn titles(&self) -> Result<Vec<(Window, String)>> {
        let mut titles = Vec::new();
        for window in self.connection.query_tree(self.root)?.reply()?.children {
            // Windows may close while they are looked at.
            if !self.is_viewable(window)? {
                continue;
            }
            let (name, any) = (AtomEnum::WM_NAME, AtomEnum::ANY);
            let title = self
                .connection
                .get_property(false, window, name, any, 0, 256)?;
            let Ok(title) = title.reply() else { continue };
            if !title.value.is_empty() {
                titles.push((window, String::from_utf8_lossy(&title.value).into_owned()));
            }
        }
        Ok(titles)
    }

    fn keycode(&self, symbol: u32) -> Result<u8> {
        let setup = self.connection.setup();
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let keyboard = self
            .connection
            .get_keyboard_mapping(first, last - first + 1)?;
        let keyboard = keyboard.reply()?;
        let mut keys = keyboard.keysyms.chunks(keyboard.keysyms_per_keycode.into());
        let index = keys.position(|symbols| symbols.contains(&symbol));
        Ok(first + u8::try_from(index.context("there is no such key")?)?)
    }
}
