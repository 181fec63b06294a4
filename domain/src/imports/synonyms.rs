//! The table of headings: each word for a column means one thing, in every language. Compared after [`super::fold`],
//! so case, accents, blanks and punctuation make no difference, and numbers at the end neither (`cohort2`).
use super::meaning::Meaning::{self, *};

pub(super) const SYNONYMS: &[(Meaning, &str)] = &[
    (
        Login,
        "login|log in|login name|login id|logon name|username|user name|user login|user logon name|account name|SamAccountName|uid",
    ),
    (
        Login,
        "account|user|Member object ID or user principal name|memberObjectIdOrUpn",
    ),
    (
        Login,
        "Benutzername|Benutzer|Benutzerkennung|Nutzername|Nutzer|Anmeldename|Kennung|Loginname",
    ),
    (
        Login,
        "identifiant|identifiant de connexion|nom d'utilisateur|nom utilisateur|utilisateur|pseudo",
    ),
    (
        Login,
        "usuario|nombre de usuario|nome de usuário|nome do usuário|nome de utilizador|utilizador|nome utente|utente",
    ),
    (
        Login,
        "gebruikersnaam|gebruiker|inlognaam|nazwa użytkownika|użytkownik|nazwa konta|användarnamn|användare|inloggningsnamn",
    ),
    (
        Login,
        "brugernavn|brukernavn|käyttäjätunnus|käyttäjänimi|uživatelské jméno|kullanıcı adı|kullanıcı|oturum adı",
    ),
    (
        Login,
        "логин|имя пользователя|пользователь|учетная запись|логін|ім'я користувача|користувач|اسم المستخدم|שם משתמש",
    ),
    (
        Login,
        "ユーザー名|ユーザ名|ログイン名|ログインID|ログイン|用户名|用戶名|使用者名稱|登录名|帐号|账号|帳號|사용자 이름|사용자명|아이디|로그인",
    ),
    (
        Email,
        "e-mail|mail|e-mail address|mail address|mailaddress|user email|work email|work e-mail|business email|primary email|email id",
    ),
    (
        Email,
        "e-mail value|e-mail 1 value|UserPrincipalName|UPN|contact email|login email|primary smtp address|email addresses",
    ),
    (
        Email,
        "Mailadresse|E-Mail-Adresse|Mail-Adresse|dienstliche E-Mail|E-Mail dienstlich|E-Mail (Arbeit)",
    ),
    (
        Email,
        "courriel|adresse courriel|adresse e-mail|adresse mail|adresse électronique|adresse de courriel|mél|adresse de messagerie",
    ),
    (
        Email,
        "correo|correo electrónico|dirección de correo|dirección de correo electrónico|correo e|dirección e-mail",
    ),
    (
        Email,
        "correio eletrônico|correio eletrónico|endereço de e-mail|endereço de correio eletrónico|posta elettronica|indirizzo e-mail",
    ),
    (
        Email,
        "indirizzo mail|indirizzo di posta elettronica|indirizzo email|e-mailadres|mailadres|adres e-mail|adres email|poczta|adres mailowy",
    ),
    (
        Email,
        "e-post|e-postadress|epostadresse|sähköposti|sähköpostiosoite|e-mailadresse|e-posta|e-posta adresi|eposta adresi",
    ),
    (
        Email,
        "электронная почта|эл. почта|почта|адрес электронной почты|e-mail адрес|електронна пошта|ел. пошта|електронна адреса|имейл",
    ),
    (
        Email,
        "البريد الإلكتروني|بريد إلكتروني|الايميل|דואר אלקטרוני|דואל|אימייל|מייל|メール|メールアドレス|Eメール|電子メール",
    ),
    (
        Email,
        "邮箱|电子邮件|电子邮箱|邮件地址|邮箱地址|電子郵件|電郵|信箱|이메일|이메일 주소|전자우편|메일",
    ),
    (
        FirstName,
        "first name|given name|forename|first|name first|first names|given names|preferred first name|legal first name|fname",
    ),
    (
        FirstName,
        "Vorname|Vornamen|Rufname|prénom|prénoms|nombre de pila|nombres|primer nombre|primeiro nome|nome próprio|prenome",
    ),
    (
        FirstName,
        "voornaam|imię|imiona|förnamn|fornavn|etunimi|jméno|křestní jméno|имя|ім'я|الاسم الأول|שם פרטי|名|名字|이름",
    ),
    (
        FirstName,
        "ad|adı|isim|nome di battesimo|roepnaam|tilltalsnamn",
    ),
    (
        LastName,
        "last name|surname|family name|last|name last|second name|last names|preferred last name|legal last name|lname|sn",
    ),
    (
        LastName,
        "Nachname|Familienname|Zuname|nom de famille|nom de naissance|apellido|apellidos|primer apellido|sobrenome|apelido|apelidos",
    ),
    (
        LastName,
        "último nome|cognome|achternaam|familienaam|nazwisko|efternamn|efternavn|etternavn|sukunimi|příjmení|soyad|soyadı|soyisim",
    ),
    (
        LastName,
        "фамилия|прізвище|اسم العائلة|الاسم الأخير|اللقب|שם משפחה|姓|苗字|姓氏|성",
    ),
    (
        Name,
        "name|nom|nombre|nome|naam|namn|navn|nimi|nazwa|názov|الاسم|שם|名前|姓名|氏名|성명|имя и фамилия|ім'я та прізвище",
    ),
    (
        Name,
        "names|person|employee|learner name|student|student name|teilnehmer|Mitarbeiter|teilnehmername",
    ),
    (
        FullName,
        "full name|display name|common name|cn|complete name|employee name|member name|first and last name|first name last name",
    ),
    (
        FullName,
        "vollständiger Name|Anzeigename|Vor- und Nachname|Vorname Nachname|Name Vorname|Nachname Vorname|nom complet|nom et prénom",
    ),
    (
        FullName,
        "prénom et nom|nom prénom|nombre completo|nombre y apellidos|apellidos y nombre|nome completo|nome e cognome|cognome e nome",
    ),
    (
        FullName,
        "volledige naam|weergavenaam|imię i nazwisko|nazwisko i imię|fullständigt namn|fuldt navn|fullt navn|koko nimi|celé jméno",
    ),
    (
        FullName,
        "ad soyad|adı soyadı|tam ad|ФИО|полное имя|фамилия имя|ПІБ|повне ім'я|الاسم الكامل|שם מלא|フルネーム|表示名|全名|显示名称|전체 이름|표시 이름",
    ),
    (
        UserType,
        "user type|user role|account type|usertype name|Benutzertyp|Benutzerrolle|type d'utilisateur|rôle utilisateur|tipo de usuario",
    ),
    (
        UserType,
        "tipo de usuário|tipo de utilizador|tipo utente|tipo di utente|gebruikerstype|typ użytkownika|användartyp|kullanıcı türü",
    ),
    (
        UserType,
        "тип пользователя|тип користувача|نوع المستخدم|סוג משתמש|ユーザータイプ|ユーザー種別|用户类型|使用者類型|사용자 유형",
    ),
    (
        Type,
        "type|role|roles|profile|Typ|Rolle|rôle|profil|rol|tipo|função|perfil|papel|ruolo|profilo|rola|roll|tür|роль|тип|ролі",
    ),
    (Type, "الدور|תפקיד|役割|ロール|角色|역할|system role"),
    (
        Active,
        "active|is active|enabled|is enabled|account enabled|accountEnabled|user active|aktiv|aktiviert|freigeschaltet|actif|activé|activo",
    ),
    (
        Active,
        "activado|ativo|ativado|attivo|attivato|abilitato|actief|ingeschakeld|aktywny|aktywne|aktivní|aktiivinen|aktif|etkin",
    ),
    (
        Active,
        "активен|активный|активний|активна|نشط|פעיל|有効|启用|啟用|激活|활성|활성화",
    ),
    (
        Status,
        "status|state|account status|user status|Zustand|Kontostatus|statut|état|estado|situação|stato|toestand|stan|durum|статус|состояние",
    ),
    (
        Status,
        "стан|الحالة|סטטוס|מצב|状態|ステータス|状态|狀態|상태",
    ),
    (
        Suspended,
        "suspended|is suspended|block sign in|blocked|is blocked|disabled|is disabled|inactive|deactivated|account disabled|locked",
    ),
    (
        Suspended,
        "gesperrt|deaktiviert|inaktiv|suspendu|désactivé|inactif|bloqué|suspendido|desactivado|inactivo|bloqueado|suspenso|desativado",
    ),
    (
        Suspended,
        "inativo|sospeso|disattivato|disabilitato|inattivo|geblokkeerd|inactief|uitgeschakeld|zablokowany|nieaktywny|avstängd",
    ),
    (
        Suspended,
        "askıda|engelli|pasif|заблокирован|приостановлен|заблокований|معلق|محظور|מושעה|חסום|停止|無効|停用|禁用|정지|비활성",
    ),
    (
        Password,
        "password|initial password|temporary password|temp password|passwd|pwd|passphrase|pass|pin|secret|user password|kennwort|passwort",
    ),
    (
        Password,
        "Startkennwort|mot de passe|mdp|contraseña|clave|senha|palavra-passe|wachtwoord|hasło|lösenord|adgangskode|passord|salasana|heslo",
    ),
    (
        Password,
        "şifre|parola|пароль|كلمة المرور|كلمة السر|סיסמה|סיסמא|パスワード|密码|密碼|口令|비밀번호|암호",
    ),
    (
        Group,
        "group|groups|cohort|team|teams|user group|Gruppe|Gruppen|groupe|groupes|grupo|grupos|gruppo|gruppi|groep|groepen|grupa|grupy",
    ),
    (
        Group,
        "grupp|grupper|grup|группа|группы|група|групи|المجموعة|קבוצה|グループ|组|群组|分组|群組|그룹",
    ),
    (
        Branch,
        "branch|branches|Zweig|Zweigstelle|Niederlassung|Filiale|succursale|sucursal|filial|filiaal|oddział|филиал|філія|الفرع|סניף|支店|分支|지점",
    ),
    (
        Course,
        "course|courses|Kurs|Kurse|cours|curso|cursos|corso|corsi|cursus|cursussen|kursy|kurser|курс|курсы|курси|الدورة|קורס|コース|课程|課程|과정",
    ),
    (
        Other,
        "user id|id|employee id|employee number|employee no|external id|Personalnummer|department|Abteilung|title|job title|position",
    ),
    (
        Other,
        "phone|mobile|Telefon|company|organization|Firma|language|locale|country|city|bio|address|added|member since|created|enrolled",
    ),
    (
        Other,
        "org unit path|last sign in|middle name|time zone|timezone|date of birth|birthday|street|description|manager|office|location",
    ),
];
