//! Values of columns that have few: yes and no, and words for the roles of users.
use super::fold::fold;
use crate::{permissions::Role, users::UserTypeOption};
use std::{collections::HashMap, sync::LazyLock};

const YES: &str = "yes|y|true|t|1|on|active|activated|enabled|confirmed|ja|j|wahr|aktiv|aktiviert|oui|o|vrai|actif|activé|sí|s|\
    verdadero|activo|activado|sim|verdadeiro|ativo|vero|attivo|attivato|waar|actief|tak|prawda|aktywny|kyllä|ano|sant|evet|e|\
    doğru|aktif|да|истина|активен|активный|так|істина|активний|نعم|صحيح|نشط|כן|פעיל|はい|有効|是|有效|启用|啟用|예|네|활성|x|✓|✔|wahr";
const NO: &str = "no|n|false|f|0|off|inactive|deactivated|disabled|suspended|blocked|locked|deprovisioned|deleted|archived|nein|\
    falsch|inaktiv|deaktiviert|gesperrt|non|faux|inactif|désactivé|suspendu|falso|inactivo|desactivado|suspendido|não|inativo|\
    desativado|suspenso|inattivo|disattivato|sospeso|nee|onwaar|inactief|geblokkeerd|nie|fałsz|nieaktywny|zablokowany|nej|nei|ei|\
    falskt|hayır|h|yanlış|pasif|нет|ложь|неактивен|неактивный|заблокирован|ні|неактивний|заблокований|لا|خطأ|غير نشط|לא|לא פעיל|\
    いいえ|無効|否|无效|停用|禁用|아니오|아니요|비활성";

/// Words for roles, the type's own name apart. English first, then the other languages of the headings.
const ROLES: [(Role, &str); 3] = [
    (
        Role::Learner,
        "learner|student|participant|trainee|pupil|lernende|lernender|teilnehmer|schüler|apprenant|étudiant|élève|participante|\
         alumno|estudiante|aluno|estudante|discente|studente|leerling|cursist|uczeń|elev|öğrenci|ученик|студент|учень|متعلم|طالب|\
         תלמיד|סטודנט|学習者|受講者|学员|学生|학습자|학생",
    ),
    (
        Role::Instructor,
        "instructor|trainer|teacher|tutor|lecturer|coach|editingteacher|lehrkraft|lehrer|dozent|formateur|enseignant|professeur|\
         instructora|profesor|formador|professor|instrutor|docente|insegnante|formatore|docent|leraar|nauczyciel|trener|lärare|\
         eğitmen|öğretmen|преподаватель|учитель|викладач|مدرب|معلم|מדריך|מורה|講師|教师|讲师|강사|교사",
    ),
    (
        Role::Administrator,
        "admin|administrator|administrateur|administrador|amministratore|beheerder|administratör|yönetici|администратор|\
         адміністратор|مدير|מנהל|管理者|管理员|관리자",
    ),
];

static STATES: LazyLock<HashMap<String, bool>> = LazyLock::new(|| {
    let folded =
        |(words, says): (&'static str, bool)| words.split('|').map(move |word| (fold(word), says));
    let mut states: HashMap<_, _> = [(YES, true), (NO, false)]
        .into_iter()
        .flat_map(folded)
        .collect();
    // Signs have no letters to compare.
    states.remove("");
    states
});

static ROLE_WORDS: LazyLock<HashMap<String, Role>> = LazyLock::new(|| {
    let folded =
        |(role, words): (Role, &'static str)| words.split('|').map(move |word| (fold(word), role));
    ROLES.into_iter().flat_map(folded).collect()
});

/// Returns whether a value says yes; `None` if it says neither.
pub fn yes_or_no(value: &str) -> Option<bool> {
    match value.trim() {
        "✓" | "✔" => Some(true),
        text => STATES.get(&fold(text)).copied(),
    }
}

/// Returns the type that a value names: by its name, or by a word for a role if just one type has that role.
pub fn user_type<'a>(value: &str, types: &'a [UserTypeOption]) -> Option<&'a UserTypeOption> {
    let (lower, key) = (value.to_lowercase(), fold(value));
    let by_name = types.iter().find(|one| one.name.to_lowercase() == lower);
    by_name
        .or_else(|| types.iter().find(|one| fold(&one.name) == key))
        .or_else(|| {
            let role = role(&key)?;
            let mut words = |one: &&UserTypeOption| {
                let mut words = one.name.split(|c: char| !c.is_alphanumeric());
                words.any(|word| self::role(&fold(word)) == Some(role))
            };
            only(types.iter().filter(&mut words))
                .or_else(|| only(types.iter().filter(|one| has_role(one, role))))
        })
}

/// Whether the value is a word for a role, even if no type has it.
pub fn is_role(value: &str) -> bool {
    role(&fold(value)).is_some()
}

fn role(key: &str) -> Option<Role> {
    let plural = || key.strip_suffix('s').and_then(|one| ROLE_WORDS.get(one));
    ROLE_WORDS.get(key).or_else(plural).copied()
}

fn has_role(one: &UserTypeOption, role: Role) -> bool {
    Role::of(&one.permissions).first() == Some(&role)
}

fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let one = found.next();
    one.filter(|_| found.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UserTypeId;

    #[test]
    fn yes_and_no_in_many_languages() {
        for yes in [
            "YES", "1", "true", "Ja", "sí", "да", "はい", "✓", "Active", "Wahr",
        ] {
            assert_eq!(yes_or_no(yes), Some(true), "{yes}");
        }
        for no in [
            "no",
            "0",
            "FALSE",
            "Suspended",
            "não",
            "нет",
            "いいえ",
            "hayır",
        ] {
            assert_eq!(yes_or_no(no), Some(false), "{no}");
        }
        assert_eq!(yes_or_no("maybe"), None);
        assert_eq!(yes_or_no(""), None);
    }

    #[test]
    fn no_word_is_yes_and_no_or_two_roles() {
        let folded = |words: &str| words.split('|').map(fold).collect::<Vec<_>>();
        let no = folded(NO);
        assert_eq!(
            folded(YES)
                .into_iter()
                .find(|word| no.contains(word) && !word.is_empty()),
            None
        );
        for (role, words) in ROLES {
            let is_its = |word: &String| ROLE_WORDS.get(word) == Some(&role);
            assert!(folded(words).iter().all(is_its), "{role:?}");
        }
    }

    #[test]
    fn a_role_word_is_a_type_if_it_means_one() {
        let names = ["Learner-Type", "Trainer-Type", "Admin-Type", "SuperAdmin"];
        let types: Vec<_> = (1..)
            .zip(names)
            .map(|(id, name)| UserTypeOption {
                id: UserTypeId(id),
                name: name.into(),
                is_default: false,
                permissions: Default::default(),
            })
            .collect();
        let named = |value: &str| user_type(value, &types).map(|one| one.name.as_str());
        assert_eq!(named("Learner"), Some("Learner-Type"));
        assert_eq!(named("LEARNER-TYPE"), Some("Learner-Type"));
        assert_eq!(named("instructor"), Some("Trainer-Type"));
        assert_eq!(named("Students"), Some("Learner-Type"));
        assert_eq!(named("admin"), Some("Admin-Type"));
        assert_eq!(named("pilot"), None);
    }
}
