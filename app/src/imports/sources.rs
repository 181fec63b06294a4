//! **Coming from another system**: which file to take from where, and how its columns are used.
use crate::ui::{RequirePermission, Trail};
use domain::policy::Action;
use leptos::prelude::*;
use leptos_meta::Title;

struct Source {
    /// The part of the address that names the section.
    id: &'static str,
    name: &'static str,
    /// Where the file is, in the system's own words.
    steps: &'static [&'static str],
    /// Columns of the file and fields here.
    used: &'static [(&'static str, &'static str)],
    /// What is not taken, and why.
    left: &'static str,
}

const SOURCES: [Source; 7] = [
    Source {
        id: "moodle",
        name: "Moodle",
        steps: &[
            "Open Site administration › Users › Accounts › Bulk user actions.",
            "Add the users to the selection, choose Download, and a format: CSV, Excel and ODS all work.",
            "A file made for Moodle’s Upload users works as it is.",
        ],
        used: &[
            ("username", "Login"),
            ("firstname, lastname", "First name, Last name"),
            ("email", "E-mail"),
            ("cohort1, cohort2 …", "Groups"),
            ("course1, course2 …", "Courses"),
            ("suspended", "Suspended"),
            ("password", "Password, if you choose so"),
        ],
        left: "Profile fields, enrolment dates, city, country and language are not used. Moodle exports no passwords: \
               invite users to choose one.",
    },
    Source {
        id: "canvas",
        name: "Canvas",
        steps: &[
            "Open Admin, choose the account, then Settings › Reports.",
            "Configure the report Provisioning, select Users CSV, and run it.",
            "Download users.csv. A users.csv made for SIS Import works, too.",
        ],
        used: &[
            ("login_id", "Login"),
            (
                "first_name, last_name, or full_name",
                "First name, Last name",
            ),
            ("email", "E-mail"),
            ("status", "Active"),
            ("password (of SIS files)", "Password, if you choose so"),
        ],
        left: "Canvas ids, sortable and short names are not used. Courses and sections are in other files of the \
               report: add members to groups with a list of their logins.",
    },
    Source {
        id: "talentlms",
        name: "TalentLMS",
        steps: &[
            "Open Account & Settings › Import - Export, then Export.",
            "Choose Excel or CSV with the users. Of a workbook the sheet of users is read; others can be chosen.",
            "A file made for TalentLMS’s own import works as it is.",
        ],
        used: &[
            ("Login", "Login"),
            ("Firstname, Lastname", "First name, Last name"),
            ("Email", "E-mail"),
            ("User-type", "User type, by its name or role"),
            ("Active", "Active"),
            ("Group, several times", "Groups"),
            ("Branch", "Branch"),
            ("Course, several times", "Courses"),
            ("Password", "Password, if you choose so"),
        ],
        left: "Bio, language, deactivation dates, e-mail settings and custom fields are not used. A user belongs \
               to one branch here.",
    },
    Source {
        id: "google",
        name: "Google Workspace",
        steps: &[
            "Open the Admin console, then Directory › Users.",
            "Choose Download users, all user info columns, and CSV.",
        ],
        used: &[
            (
                "First Name [Required], Last Name [Required]",
                "First name, Last name",
            ),
            ("Email Address [Required]", "E-mail, and Login"),
            ("Status [READ ONLY]", "Active"),
            (
                "Password [Required] (of templates)",
                "Password, if you choose so",
            ),
        ],
        left: "Organisational units, recovery addresses, phone numbers and sign-in dates are not used. Downloads \
               contain **** for passwords, which are never used as one.",
    },
    Source {
        id: "entra",
        name: "Microsoft Entra ID",
        steps: &[
            "Open the Microsoft Entra admin center, then Users › All users, and choose Download users.",
            "For one group: open it, then Members › Bulk operations › Download members, and import the file as \
             members of a group here.",
        ],
        used: &[
            ("userPrincipalName", "Login, and E-mail if there is no mail"),
            ("mail", "E-mail"),
            (
                "givenName, surname, or displayName",
                "First name, Last name",
            ),
            ("accountEnabled, or Block sign in", "Active"),
            (
                "Initial password (of templates)",
                "Password, if you choose so",
            ),
        ],
        left: "Ids, job titles, departments and phone numbers are not used. userType says Member or Guest there, which \
               are no user types here.",
    },
    Source {
        id: "okta",
        name: "Okta",
        steps: &[
            "Open the Admin Console, then Reports › Reports.",
            "Below Entitlements and Access choose User Accounts, and download the report as CSV.",
            "A file made for Okta’s CSV import works, too.",
        ],
        used: &[
            ("login, or Okta username", "Login"),
            ("firstName, lastName", "First name, Last name"),
            ("email, or Primary Email", "E-mail"),
            ("Okta user status", "Active"),
        ],
        left: "Departments, middle names, phone numbers and dates are not used.",
    },
    Source {
        id: "sheets",
        name: "Excel, LibreOffice, Google Sheets and others",
        steps: &[
            "Give the workbook itself (XLSX or ODS), or copy the cells and paste them.",
            "Put headings in the first line. A title, blank lines or notes above them are passed over.",
            "Of several sheets the one that looks like a list is read, and you can choose another.",
        ],
        used: &[
            ("First name, Last name, or Name", "First name, Last name"),
            ("E-mail", "E-mail, and Login if there is no other"),
            ("Login", "Login"),
            (
                "User type, Active, Groups, Courses, Branch",
                "The field of that name",
            ),
        ],
        left: "Several names in one cell are separated by semicolons or line breaks. Formulas count by their last \
               result. Old workbooks (XLS) and workbooks with a password have to be saved as XLSX first.",
    },
];

#[component]
pub fn ImportSourcesPage() -> impl IntoView {
    let links = SOURCES.iter().map(|source| {
        view! {
            <a class="btn btn-sm" href=format!("#{}", source.id)>
                {source.name}
            </a>
        }
    });
    let sections = SOURCES.iter().map(|source| view! { <Section source /> });
    let trail = [("/users", "Users"), ("/users/import", "Import")];
    let trail = trail.map(|(href, name)| (href.to_owned(), name.to_owned()));
    view! {
        <Title text="Coming from another system" />
        <RequirePermission action=Action::EditUsers>
            <Trail links=trail.to_vec() here="Coming from another system" />
            <h1 class="page-title mb-1">"Coming from another system"</h1>
            <p class="muted mb-4 max-w-3xl text-sm">
                "Take the file as it is: headings, encoding and separator are recognised, and nothing changes before \
                 you have seen what happens to each row. Users who are here already can be left, updated, or only \
                 added to groups and courses."
            </p>
            <nav aria-label="Systems" class="mb-5 flex flex-wrap gap-2">
                {links.clone().collect_view()}
            </nav>
            <div class="grid max-w-3xl gap-4">{sections.clone().collect_view()}</div>
            <p class="mt-5">
                <a class="btn btn-primary" href="/users/import">
                    "Import users"
                </a>
            </p>
        </RequirePermission>
    }
}

#[component]
fn Section(source: &'static Source) -> impl IntoView {
    let title = format!("{}-title", source.id);
    let labelled = title.clone();
    let steps = source.steps.iter().map(|step| view! { <li>{*step}</li> });
    let used = source.used.iter().map(|(column, field)| {
        view! {
            <tr>
                <td class="py-1 pr-4 align-top wrap-anywhere">{*column}</td>
                <td class="py-1 align-top">{*field}</td>
            </tr>
        }
    });
    view! {
        <section id=source.id class="panel scroll-mt-20 p-6" aria-labelledby=labelled>
            <h2 id=title class="panel-title mb-2">
                {source.name}
            </h2>
            <ol class="mb-4 grid list-decimal gap-1 pl-5 text-sm">{steps.collect_view()}</ol>
            <table class="mb-3 w-full text-sm">
                <thead>
                    <tr class="muted text-left text-xs">
                        <th class="w-1/2 py-1 pr-4 font-medium">"Column there"</th>
                        <th class="py-1 font-medium">"Becomes here"</th>
                    </tr>
                </thead>
                <tbody>{used.collect_view()}</tbody>
            </table>
            <p class="muted text-sm">{source.left}</p>
        </section>
    }
}
