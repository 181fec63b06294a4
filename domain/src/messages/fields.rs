//! The sentences shown at the fields of forms.
use super::{imports, refusals};
use crate::{
    field_error::{BadCharacter, Choice, FieldCode, FieldError, FieldErrors, Noun, Taken},
    keys::{Placeholder, STRANGERS_PER_DAY},
    numbers::thousands,
};

/// Returns the errors as the browser gets them.
pub fn with_sentences(errors: &FieldErrors) -> Vec<FieldError> {
    let told = |(field, code): &(&'static str, FieldCode)| FieldError {
        field: (*field).to_owned(),
        code: code.code().to_owned(),
        message: sentence(code),
    };
    errors.iter().map(told).collect()
}

/// Returns all errors as one text, where their fields are not shown: each sentence once.
pub fn joined(errors: &FieldErrors) -> String {
    let mut sentences: Vec<String> = Vec::new();
    for sentence in errors.iter().map(|(_, code)| sentence(code)) {
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    sentences.join(" ")
}

pub fn sentence(code: &FieldCode) -> String {
    use FieldCode as C;
    match code {
        C::Required(noun) => format!("{} is required.", a(*noun)),
        C::TooLong { noun, limit, found } => {
            let (limit, found) = (number(*limit), number(*found));
            let split = if *noun == Noun::UnitText { " Split it into several units." } else { "" };
            format!("{} can have up to {limit} characters; this has {found}.{split}", a(*noun))
        }
        C::BadCharacter { noun, why, line, column } => bad_character(*noun, *why, *line, *column),
        C::WrongLength { noun, min, max } => wrong_length(*noun, *min, *max),
        C::WrongCharacters(noun) => wrong_characters(*noun),
        C::Choose(choice) => choose(*choice).into(),
        C::Taken(taken) => taken_already(*taken).into(),
        C::NameRequired => "A first or last name is required.".into(),
        C::NotAnEmail => "This does not look like an e-mail address.".into(),
        C::MixedAlphabets => {
            "This mixes letters of several alphabets, such as Latin and Cyrillic, that look alike. Type it again."
                .into()
        }
        C::LoginIsAddress => "Choose a login without @. You can also sign in with your e-mail address.".into(),
        C::LoginOrEmailRequired => "Enter your login or e-mail address.".into(),
        C::PasswordTooShort { min } => {
            format!("A password has at least {min} characters. A few words are easy to remember.")
        }
        C::PasswordTooLong { max } => format!("A password has at most {max} characters."),
        C::PasswordIsLogin => "The password can’t be the same as the login.".into(),
        C::PasswordTooCommon => {
            "This is one of the most common passwords, which are guessed first. Choose a few words of your own."
                .into()
        }
        C::PasswordFromWords => {
            "This password is mostly a name, login, e-mail address or the portal’s name. Add a few words of your own."
                .into()
        }
        C::WrongCode => "This code is wrong, or it was used already. Wait for the next one.".into(),
        C::WrongProof => "This is neither your password nor a code that works now.".into(),
        C::WrongPassword => "This isn’t your current password.".into(),
        C::NotAWebAddress => "Enter a web address that starts with https:// or http://.".into(),
        C::OtherCurrency(found) => format!("This price is in {found}, and prices here are in another currency."),
        C::NotAPrice => "A price is a number such as 49 or 49.90.".into(),
        C::NegativePrice => "A price cannot be negative.".into(),
        C::PriceTooFine(digits) => {
            format!("A price has at most {digits} digits after the point in this currency.")
        }
        C::PriceTooHigh => "A price is at most 1,000,000.".into(),
        C::NotAPercentage => "Enter a whole number from 1 to 100.".into(),
        C::NotAnAmount => "Enter an amount above zero.".into(),
        C::CurrencyInUse => {
            "You can’t change the currency while a group or course has a price. Remove the prices first.".into()
        }
        C::NotLapseDays => "Enter a whole number of days from 1 to 365.".into(),
        C::NotAMaximum => "Enter a whole number from 1 to 1,000,000, or leave empty for no limit.".into(),
        C::NotADateAndTime => "This is not a date and time.".into(),
        C::ExpiryBeforeStart => "The expiry must be after the start.".into(),
        C::KeyRejected => refusals::KEY_REJECTED.into(),
        C::CouponRejected => "This coupon is not valid for this bundle. Check the code.".into(),
        C::UnknownPlaceholders(names) => unknown_placeholders(names),
        C::NoWayToJoin => "Include {link} in the text: each e-mail has the join link there.".into(),
        C::NoRecipients => "Enter at least one e-mail address.".into(),
        C::NotEmails(entries) => not_emails(entries),
        C::TooManyRecipients { limit, found } => {
            let found = number(*found);
            format!("You can send to up to {limit} people; this list has {found}.")
        }
        C::TooManyStrangers { left } => {
            let (limit, left) = (STRANGERS_PER_DAY, thousands(*left));
            format!("You can send to {limit} people without an account a day; {left} are left today.")
        }
        C::NoHeadings { limit } => format!(
            "A part of the text has more than {} characters without a heading. Add headings there, or split it \
             yourself.",
            number(*limit)
        ),
        C::NotHosts(entries) => not_hosts(entries),
        C::TooManyHosts { limit } => format!("You can list up to {limit} hosts."),
        C::NestedTooDeep => "Categories cannot be nested deeper than this.".into(),
        C::RoleWithoutPermission(role) => {
            let role = role.label();
            format!("No permission of the role {role} is selected. Select one, or choose another role.")
        }
        C::PrivilegeEscalation => "A type with administrator permissions can contain only permissions you have.".into(),
        C::DefaultTypeIsAdmin => {
            "This type has administrator permissions. Turn off direct sign-up or choose another type.".into()
        }
        C::UploadTooLarge(bytes) => imports::too_large(*bytes),
        C::UploadTooSlow => "The upload took too long and was stopped. Try again, or split the list.".into(),
        C::UploadBrokenOff => "The list didn’t arrive completely. Upload it again.".into(),
        C::ListRefused(refusal) => imports::refusal(refusal),
        C::Cell(problem) => imports::cell(*problem).into(),
        C::NotYesOrNo(value) => format!("“{value}” is neither yes nor no."),
        C::UnknownState(value) => format!("“{value}” doesn’t say whether the user is active."),
        C::UnsplitName(name) => {
            format!("“{name}” doesn’t say which part is the last name. Write it as Last name, First name.")
        }
        C::EmptyList => "Choose a file, or paste at least one line.".into(),
        C::UnknownUserType(name) => format!("“{name}” isn’t a user type you can assign."),
        C::NoDefaultUserType => "Enter a user type. You can’t assign the default one.".into(),
        C::RepeatedUser => "An earlier line has this login or e-mail address.".into(),
        C::Row(problem) => imports::row(problem),
    }
}

/// The noun as a sentence begins with it.
const fn a(noun: Noun) -> &'static str {
    match noun {
        Noun::Name => "A name",
        Noun::FirstName => "A first name",
        Noun::LastName => "A last name",
        Noun::Description => "A description",
        Noun::MailSubject => "A subject",
        Noun::MailText => "A text",
        Noun::UnitText => "The text",
        Noun::Login => "A login",
        Noun::Email => "An e-mail address",
        Noun::Password => "A password",
        Noun::CouponCode => "A code",
        Noun::GroupKey => "A group key",
        Noun::Contact => "A contact",
    }
}

fn bad_character(noun: Noun, why: BadCharacter, line: usize, column: usize) -> String {
    let is = match why {
        BadCharacter::Control => "is a control character. Remove it.",
        BadCharacter::Direction => "changes the direction of the text. Remove it.",
        BadCharacter::Lost => "couldn’t be read (\u{FFFD}). Replace it.",
    };
    let (line, place) = (number(line), number(column));
    match noun {
        Noun::Description | Noun::MailText | Noun::UnitText => {
            format!("Line {line}: character {place} {is}")
        }
        _ if column == 0 => format!("{} is a single line.", a(noun)),
        _ => format!("Character {place} {is}"),
    }
}

const fn choose(choice: Choice) -> &'static str {
    match choice {
        Choice::Branch => "Choose a branch.",
        Choice::Bundle => "Choose at least one bundle.",
        Choice::Category => "Choose a category.",
        Choice::Colour => "Choose a colour.",
        Choice::Currency => "Choose a currency.",
        Choice::Permission => "Choose at least one permission.",
        Choice::KnownPermission => "Choose permissions of the tree.",
        Choice::RemovalPolicy => "Choose what should happen to the enrolments.",
        Choice::Role => "Choose a role.",
        Choice::SignUpMode => "Choose who can sign up.",
        Choice::UnitKind => "Choose a kind.",
        Choice::UserType => "Choose a user type.",
        Choice::AddressLogin => "Choose whether the login changes, too.",
        Choice::ReplacementType => "Choose the user type to move its users to.",
    }
}

const fn taken_already(taken: Taken) -> &'static str {
    match taken {
        Taken::GroupName => "Another group has this name.",
        Taken::Key => "This key is in use. Choose another.",
        Taken::Login => "Another user has this login.",
        Taken::LoginIsAddress => {
            "This is another user’s e-mail address, with which they sign in. Choose another login."
        }
        Taken::Email => "Another user has this e-mail address.",
        Taken::EmailIsLogin => {
            "This is another user’s login. Change that login first, or use another address."
        }
        Taken::CategoryName => "A category here already has this name.",
        Taken::BranchName => "Another branch has this name.",
        Taken::CouponCode => "Another coupon has this code.",
        Taken::UserTypeName => "Another user type has this name.",
        Taken::LookAlike => {
            "This name looks like one that exists here. Choose a name that people can tell apart from it."
        }
    }
}

fn wrong_length(noun: Noun, min: usize, max: usize) -> String {
    let of = match noun {
        Noun::Login => "characters",
        _ => "letters and digits",
    };
    format!("{} has {min} to {max} {of}.", a(noun))
}

fn wrong_characters(noun: Noun) -> String {
    let allowed = match noun {
        Noun::Login => "digits, and . _ - @ +",
        _ => "digits, - and _.",
    };
    format!("{} is made of letters A to Z, {allowed}", a(noun))
}

/// "`{grup}` isn’t a placeholder. You can use `{group}`, ..."
fn unknown_placeholders(names: &[String]) -> String {
    let braced = |name: &str| format!("{{{name}}}");
    let all: Vec<_> = names.iter().map(|name| braced(name)).collect();
    let known = Placeholder::ALL.iter().map(|one| braced(one.code()));
    let known: Vec<_> = known.collect();
    let verb = match all.len() {
        1 => "isn’t a placeholder",
        _ => "aren’t placeholders",
    };
    let (all, known) = (all.join(", "), known.join(", "));
    format!("{all} {verb}. You can use {known}.")
}

/// At most this many invalid entries are named; no one reads more.
const NAMED: usize = 20;

/// "Not an e-mail address: “ana”."
fn not_emails(entries: &[String]) -> String {
    named(entries, ["Not an e-mail address", "Not e-mail addresses"])
}

/// "Not a host: “x”."
fn not_hosts(entries: &[String]) -> String {
    named(entries, ["Not a host", "Not hosts"])
}

fn named(entries: &[String], [one, several]: [&str; 2]) -> String {
    let quoted = |entry: &String| format!("“{}”", entry.chars().take(60).collect::<String>());
    let named: Vec<_> = entries.iter().take(NAMED).map(quoted).collect();
    let what = match entries.len() {
        1 => one,
        _ => several,
    };
    let more = match entries.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{what}: {}{more}.", named.join(", "))
}

fn number(number: usize) -> String {
    thousands(i64::try_from(number).unwrap_or(i64::MAX))
}
