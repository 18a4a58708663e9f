import { Channel, invoke, type InvokeArgs } from "@tauri-apps/api/core";
import type { Boot } from "$lib/bindings/Boot";
import type { ColorScheme } from "$lib/bindings/ColorScheme";
import type { ExportDownloads } from "$lib/bindings/ExportDownloads";
import type { LockState } from "$lib/bindings/LockState";
import type { OutsideRequest } from "$lib/bindings/OutsideRequest";
import type { PortalNews } from "$lib/bindings/PortalNews";
import type { Services } from "$lib/bindings/Services";
import { drawnOrUnseen, firstFrame } from "./first-frame";
import type { Host } from "./host";

/** How long to wait before the shell is asked again for what it did not tell. */
const ASK_AGAIN_MS = 1_000;

/**
 * The host of the installed app.
 *
 * All that the first frame shows is in the document. The shell is asked for nothing before that frame is drawn,
 * so that the keyring, the network and the answers' way to the page don't take the processor from it.
 */
export function tauriHost(): Host {
	const drawn = firstFrame();
	// Nobody waits for the answer: without it the shell takes the window for empty.
	void drawnOrUnseen().then(() => invoke("drawn"));

	async function ask<T>(command: string, input?: InvokeArgs): Promise<T> {
		await drawn;
		return invoke<T>(command, input);
	}

	/**
	 * Tells a value and each change of it: the shell answers once there is something not `seen` yet. An answer
	 * that does not come is asked for again.
	 *
	 * @param seenIn What the shell is told of an answer that was seen.
	 */
	async function follow<T, Seen>(
		command: string,
		listener: (value: T) => void,
		seen: Seen | null,
		seenIn: (answer: T) => Seen,
	): Promise<void> {
		for (;;) {
			const answer = await ask<T>(command, { seen }).catch(() => null);
			if (answer === null) {
				await new Promise((again) => setTimeout(again, ASK_AGAIN_MS));
				continue;
			}
			seen = seenIn(answer);
			listener(answer);
		}
	}

	const boot = readBoot();
	return {
		boot,
		connectPortal: (address) => ask("connect_portal", { address }),
		openBuiltInPortal: () => ask("open_built_in_portal"),
		signIn: (portal, email, password) => ask("sign_in", { portal, email, password }),
		refreshProfile: () => ask("refresh_profile"),
		changeDisplayName: (displayName) => ask("change_display_name", { displayName }),
		setToastNotifications: (enabled) => ask("set_toast_notifications", { enabled }),
		setTheme: (theme) => ask("set_theme", { theme }),
		signOut: () => ask("sign_out"),
		accounts: () => ask("accounts"),
		switchAccount: (portal, account) => ask("switch_account", { portal, account }),
		removeAccount: (portal, account) => ask("remove_account", { portal, account }),
		lockSetting: () => ask("lock_setting"),
		lockAfter: (minutes) => ask("lock_after", { minutes }),
		lockNow: () => ask("lock_now"),
		unlock: () => ask("unlock"),
		giveUpLocked: () => ask("give_up_locked"),
		personIsActive: () => ask("person_is_active"),
		unkeptFirstFrame: () => ask("unkept_first_frame"),
		keepFirstFrame: (drawnFrom, markup) => ask("keep_first_frame", { drawnFrom, markup }),
		zoom: (step) => ask("zoom", { step }),
		closeToTray: (on) => ask("close_to_tray", { on }),
		startsAtLogin: () => ask("starts_at_login"),
		startAtLogin: (on) => ask("start_at_login", { on }),
		chooseLanguage: (chosen) => ask("choose_language", { chosen }),
		diagnostics: () => ask("diagnostics"),
		services: () => ask("services", { seen: null }),
		completeSignIn: (proof) => ask("complete_sign_in", { proof }),
		cancelSignIn: () => ask("cancel_sign_in"),
		confirmIdentity: (password, proof) => ask("confirm_identity", { password, proof }),
		beginMfaEnrollment: () => ask("begin_mfa_enrollment"),
		verifyMfaEnrollment: (enrollment, code) => ask("verify_mfa_enrollment", { enrollment, code }),
		completeMfaEnrollment: (enrollment) => ask("complete_mfa_enrollment", { enrollment }),
		disableMfa: () => ask("disable_mfa"),
		regenerateRecoveryCodes: () => ask("regenerate_recovery_codes"),
		saveRecoveryCodes: (recoveryCodes) => ask("save_recovery_codes", { recoveryCodes }),
		changePassword: (current, proof, next, signOutOthers) =>
			ask("change_password", { current, proof, next, signOutOthers }),
		sessions: () => ask("sessions"),
		revokeSession: (session) => ask("revoke_session", { session }),
		revokeOtherSessions: () => ask("revoke_other_sessions"),
		securityLog: (categories, after) => ask("security_log", { categories, after }),
		saveSecurityLog: (categories) => ask("save_security_log", { categories }),
		apiKeys: () => ask("api_keys"),
		createApiKey: (name, expiry) => ask("create_api_key", { name, expiry }),
		rotateApiKey: (key, overlap) => ask("rotate_api_key", { key, overlap }),
		revokeApiKey: (key) => ask("revoke_api_key", { key }),
		tryApiKey: (secret) => ask("try_api_key", { secret }),
		copySecret: (text) => ask("copy_secret", { text }),
		printPage: () => ask("print_page"),
		organizations: () => ask("organizations"),
		switchOrganization: (organization) => ask("switch_organization", { organization }),
		preparePicture: (file) => ask("prepare_picture", { file }),
		createOrganization: (name, picture) => ask("create_organization", { name, picture }),
		picture: (path) => ask("picture", { path }),
		organizationSettings: () => ask("organization_settings"),
		updateOrganization: (version, name, picture) => ask("update_organization", { version, name, picture }),
		setMfaRequirement: (version, required) => ask("set_mfa_requirement", { version, required }),
		leaveOrganization: () => ask("leave_organization"),
		deleteOrganization: (name) => ask("delete_organization", { name }),
		members: (search, after) => ask("members", { search, after }),
		addMember: (email, roles) => ask("add_member", { email, roles }),
		changeMemberRoles: (member, from, roles) => ask("change_member_roles", { member, from, roles }),
		removeMember: (member) => ask("remove_member", { member }),
		home: () => ask("home"),
		chartWorkspaces: () => ask("chart_workspaces"),
		chartWorkspace: (workspace) => ask("chart_workspace", { workspace }),
		chartReadings: (chart, range, calculation, timeZone) =>
			ask("chart_readings", { chart, range, calculation, timeZone }),
		starWorkspace: (workspace, starred) => ask("star_workspace", { workspace, starred }),
		saveChartTable: (name, csv) => ask("save_chart_table", { name, csv }),
		saveChartPicture: (name, png) => ask("save_chart_picture", { name, png }),
		credits: (timeZone) => ask("credits", { timeZone }),
		creditTransactions: (filter, before) => ask("credit_transactions", { filter, before }),
		creditTotals: (filter) => ask("credit_totals", { filter }),
		saveCreditHistory: (filter, saved) =>
			ask("save_credit_history", { filter, saved: new Channel<number>(saved) }),
		stopSavingCreditHistory: () => ask("stop_saving_credit_history"),
		setCreditThreshold: (threshold) => ask("set_credit_threshold", { threshold }),
		creditOffers: () => ask("credit_offers"),
		creditPrice: (credits) => ask("credit_price", { credits }),
		beginCreditPurchase: (wish) => ask("begin_credit_purchase", { wish }),
		creditPurchase: (purchase) => ask("credit_purchase", { purchase }),
		creditPurchases: (after) => ask("credit_purchases", { after }),
		openCreditPurchases: () => ask("open_credit_purchases"),
		cancelCreditPurchase: (purchase) => ask("cancel_credit_purchase", { purchase }),
		openCheckout: (purchase) => ask("open_checkout", { purchase }),
		saveReceipt: (name, html) => ask("save_receipt", { name, html }),
		chartExports: () => ask("chart_exports"),
		exports: (after) => ask("exports", { after }),
		exportEstimate: (wish) => ask("export_estimate", { wish }),
		requestExport: (wish) => ask("request_export", { wish }),
		retryExport: (exportId) => ask("retry_export", { export: exportId }),
		splitExport: (exportId) => ask("split_export", { export: exportId }),
		cancelExport: (exportId) => ask("cancel_export", { export: exportId }),
		downloadExport: (exportId) => ask("download_export", { export: exportId }),
		pauseExportDownload: (exportId) => ask("pause_export_download", { export: exportId }),
		resumeExportDownload: (exportId) => ask("resume_export_download", { export: exportId }),
		dropExportDownload: (exportId) => ask("drop_export_download", { export: exportId }),
		showExportedFile: (exportId) => ask("show_exported_file", { export: exportId }),
		pinPage: (page, workspace) => ask("pin_page", { page, workspace }),
		unpinPage: (pin) => ask("unpin_page", { pin }),
		restorePin: (pin) => ask("restore_pin", { pin }),
		notifications: (most) => ask("notifications", { most }),
		readNotifications: (from, until, most) => ask("read_notifications", { from, until, most }),
		removeNotification: (id, most) => ask("remove_notification", { id, most }),
		clearNotifications: (until, most) => ask("clear_notifications", { until, most }),
		onOutsideRequest: (listener) =>
			void follow<OutsideRequest, number>(
				"outside_request",
				listener,
				boot.requests,
				(request) => request.number,
			),
		onPortalNews: (listener) => void follow<PortalNews, PortalNews>("portal_news", listener, null, whole),
		onColorSchemeChanged: (listener) =>
			void follow<ColorScheme, ColorScheme>("color_scheme", listener, boot.systemColorScheme, whole),
		onExportDownloadsChanged: (listener) =>
			void follow<ExportDownloads, number>(
				"export_downloads",
				listener,
				null,
				(downloads) => downloads.version,
			),
		onLockChanged: (listener) =>
			void follow<LockState, LockState>(
				"lock_state",
				listener,
				boot.start.stage.kind === "locked" ? "locked" : "unlocked",
				whole,
			),
		onServicesChanged: (listener) => void follow<Services, Services>("services", listener, null, whole),
	};
}

const whole = <T>(answer: T): T => answer;

/** What the shell wrote into the document; taken out of it, so that the person's profile doesn't stay there. */
function readBoot(): Boot {
	const element = document.getElementById("boot");
	if (!element?.textContent) throw new Error("the document does not say what to show");
	element.remove();
	return JSON.parse(element.textContent) as Boot;
}
