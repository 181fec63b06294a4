//! **Settings** > General.
use super::{
    UpdatePictureHosts, UpdateSettings, appearance::AppearancePanel, backups_panel::BackupsPanel,
    get_settings, tabs::SettingsTabs, use_contact, use_portal_name,
};
use crate::{
    catalog::PublicCatalogField,
    ui::{
        Form, FormFoot, ResourceView, SelectField, ServerMutation, ServerResource, TextArea,
        TextField, VersionField, on_success, toast,
    },
};
use domain::{money::Currency, picture_hosts::PictureHosts, settings::GeneralSettings};
use leptos::prelude::*;

#[component]
pub fn GeneralPage() -> impl IntoView {
    let changed = RwSignal::new(0);
    let settings = ServerResource::new(move || changed.get(), |_| get_settings());
    view! {
        <SettingsTabs title="Settings">
            <ResourceView of=settings view=move |settings| view! { <General settings changed /> } />
        </SettingsTabs>
    }
}

#[component]
fn General(settings: GeneralSettings, changed: RwSignal<u32>) -> impl IntoView {
    let (hosts, hue) = (settings.picture_hosts.clone(), settings.hue);
    let action = ServerMutation::<UpdateSettings>::new();
    let (name, contact) = (use_portal_name(), use_contact());
    on_success(action, move |(saved_name, saved_contact)| {
        name.set(saved_name);
        contact.set(saved_contact);
        toast("Saved.");
        changed.update(|times| *times += 1);
    });
    view! {
        <section class="panel p-6" aria-label="General">
            <Form action>
                <VersionField version=settings.version.clone() />
                <TextField
                    name="portal_name"
                    label="Portal name"
                    required=true
                    value=settings.portal_name.clone()
                    hint="Shown in the header, in page titles and in e-mails."
                />
                <TextField
                    name="contact"
                    label="Contact"
                    value=settings.contact.clone()
                    hint="Whom users ask for help: a name, an e-mail address, a telephone number. Shown where people \
                    sign in and where a group key doesn’t work, to guests too. Empty: nothing is shown."
                />
                <PublicCatalogField value=settings.public_catalog />
                <TextField
                    name="lapse_days"
                    label="Unpaid orders lapse after (days)"
                    inputmode="numeric"
                    required=true
                    value=settings.lapse_days.to_string()
                    hint="The portal then cancels the order, and a coupon’s use returns. Orders already placed keep \
                    their day."
                />
                <CurrencyField settings />
                <FormFoot />
            </Form>
        </section>
        <AppearancePanel hue changed />
        <Pictures hosts changed />
        <BackupsPanel />
    }
}

#[component]
fn Pictures(hosts: PictureHosts, changed: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<UpdatePictureHosts>::new();
    on_success(action, move |()| {
        toast("Saved.");
        changed.update(|times| *times += 1);
    });
    view! {
        <section class="panel mt-6 p-6" aria-label="Pictures in course texts">
            <Form action id="pictures">
                <VersionField version=hosts.saved().version() />
                <TextArea
                    name="hosts"
                    label="Show pictures from"
                    rows=4
                    value=hosts.text()
                    hint="Sites whose pictures course texts show, one per line: pictures.example.org, or *.example.org \
                    with all below it. Each site learns the network addresses of your learners. Empty: pictures of \
                    this portal only."
                />
                <FormFoot label="Update sites" />
            </Form>
        </section>
    }
}

/// A choice of currencies, or only the current one while a price is set.
#[component]
fn CurrencyField(settings: GeneralSettings) -> impl IntoView {
    let code = settings.currency.code();
    if settings.priced {
        return view! {
            <div class="field">
                <p class="label-text">"Currency"</p>
                <p>{code}</p>
                <p class="muted text-sm">
                    "You can’t change the currency while a group or course has a price. Remove the prices first."
                </p>
                <input type="hidden" name="currency" value=code />
            </div>
        }
        .into_any();
    }
    let options = Currency::all()
        .into_iter()
        .map(|one| (one.code().to_owned(), one.code().to_owned()))
        .collect();
    view! {
        <SelectField
            name="currency"
            label="Currency"
            options
            value=code
            hint="Used for all prices. You can change it until the first price is set."
        />
    }
    .into_any()
}
