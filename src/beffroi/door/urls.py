from django.urls import path

from beffroi.door.views import by_provider, confirmation, factors, sessions, sign_in

urlpatterns = [
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-in/second-step", sign_in.second_step, name="second_step"),
    path("sign-in/passkey", sign_in.passkey_sign_in, name="passkey_sign_in"),
    path("sign-in/passkey/options", sign_in.passkey_options, name="passkey_options"),
    path("sign-in/provider", by_provider.provider_sign_in, name="provider_sign_in"),
    path("sign-in/provider/return", by_provider.provider_return, name="provider_return"),
    path("sign-in/provider/link", by_provider.provider_link, name="provider_link"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("second-factor", factors.second_factor, name="second_factor"),
    path("settings/sign-in", factors.my_sign_in, name="my_sign_in"),
    path("settings/sign-in/confirmation", confirmation.confirmation, name="confirmation"),
    path("settings/sign-in/app", factors.code_app, name="code_app"),
    path("settings/sign-in/app/removal", factors.code_app_removal, name="code_app_removal"),
    path("settings/sign-in/passkeys/new", factors.passkey_new, name="passkey_new"),
    path("settings/sign-in/passkeys/options", factors.passkey_new_options, name="passkey_new_options"),
    path("settings/sign-in/passkeys/<int:pk>/removal", factors.passkey_removal, name="passkey_removal"),
    path("settings/sign-in/recovery-codes", factors.recovery_codes, name="recovery_codes"),
    path("settings/sign-in/sessions/<int:pk>/revocation", sessions.session_revocation, name="session_revocation"),
    path("settings/sign-in/sessions/revocation", sessions.other_sessions_revocation, name="other_sessions_revocation"),
    path("settings/sign-in/password", sessions.password, name="password"),
    path("settings/sign-in/provider", by_provider.provider_linking, name="provider_linking"),
    path("settings/sign-in/provider/removal", by_provider.provider_unlinking, name="provider_unlinking"),
]
