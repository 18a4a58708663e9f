//! What the page may ask for: take, call one use case, map the error. One file per page section.

mod accounts;
mod api_keys;
mod charts;
mod credit_purchases;
mod credits;
mod exports;
mod first_frame;
mod handing_out;
mod locking;
mod members;
mod mfa;
mod notifications;
mod organization_settings;
mod organizations;
mod pages;
mod portal;
mod preferences;
mod profile;
mod security;
mod security_log;
mod session;
mod sessions;
mod system;
mod window;

pub(crate) use accounts::*;
pub(crate) use api_keys::*;
pub(crate) use charts::*;
pub(crate) use credit_purchases::*;
pub(crate) use credits::*;
pub(crate) use exports::*;
pub(crate) use first_frame::*;
pub(crate) use handing_out::*;
pub(crate) use locking::*;
pub(crate) use members::*;
pub(crate) use mfa::*;
pub(crate) use notifications::*;
pub(crate) use organization_settings::*;
pub(crate) use organizations::*;
pub(crate) use pages::*;
pub(crate) use portal::*;
pub(crate) use preferences::*;
pub(crate) use profile::*;
pub(crate) use security::*;
pub(crate) use security_log::*;
pub(crate) use session::*;
pub(crate) use sessions::*;
pub(crate) use system::*;
pub(crate) use window::*;

use tauri::ipc::Invoke;

/// Leads a call of the page to its command. The build script and the capability name the same ones.
pub(crate) fn handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        services,
        drawn,
        color_scheme,
        outside_request,
        portal_news,
        notifications,
        read_notifications,
        remove_notification,
        clear_notifications,
        unkept_first_frame,
        keep_first_frame,
        connect_portal,
        open_built_in_portal,
        sign_in,
        sign_out,
        accounts,
        switch_account,
        remove_account,
        lock_state,
        lock_setting,
        lock_after,
        lock_now,
        unlock,
        give_up_locked,
        person_is_active,
        refresh_profile,
        change_display_name,
        set_toast_notifications,
        set_theme,
        complete_sign_in,
        cancel_sign_in,
        confirm_identity,
        begin_mfa_enrollment,
        verify_mfa_enrollment,
        complete_mfa_enrollment,
        disable_mfa,
        regenerate_recovery_codes,
        save_recovery_codes,
        change_password,
        sessions,
        revoke_session,
        revoke_other_sessions,
        security_log,
        save_security_log,
        api_keys,
        create_api_key,
        rotate_api_key,
        revoke_api_key,
        try_api_key,
        copy_secret,
        print_page,
        zoom,
        close_to_tray,
        starts_at_login,
        start_at_login,
        choose_language,
        diagnostics,
        organizations,
        switch_organization,
        prepare_picture,
        create_organization,
        picture,
        organization_settings,
        update_organization,
        set_mfa_requirement,
        leave_organization,
        delete_organization,
        members,
        add_member,
        change_member_roles,
        remove_member,
        home,
        credits,
        credit_transactions,
        credit_totals,
        save_credit_history,
        stop_saving_credit_history,
        set_credit_threshold,
        credit_offers,
        credit_price,
        begin_credit_purchase,
        credit_purchase,
        credit_purchases,
        open_credit_purchases,
        cancel_credit_purchase,
        open_checkout,
        save_receipt,
        chart_workspaces,
        chart_workspace,
        chart_readings,
        star_workspace,
        save_chart_table,
        save_chart_picture,
        chart_exports,
        exports,
        export_estimate,
        request_export,
        retry_export,
        split_export,
        cancel_export,
        download_export,
        export_downloads,
        pause_export_download,
        resume_export_download,
        drop_export_download,
        show_exported_file,
        pin_page,
        unpin_page,
        restore_pin,
    ]
}
