import { type CauseTexts, onLinux, onWindows, step } from '../cause.ts';

/** Finds the account whichever way its name was typed; of `domain\name` the part behind the backslash. */
const FIND_ACCOUNT =
  "$n='ACCOUNT'.Split('\\')[-1]; Get-ADUser -Filter \"UserPrincipalName -eq '$n' -or SamAccountName -eq '$n' -or DistinguishedName -eq '$n'\"";

const showAccount = (text: string, properties: string) =>
  onWindows(
    text,
    `${FIND_ACCOUNT} -Properties ${properties} | Format-List SamAccountName,UserPrincipalName,${properties}`,
  );

const changeAccount = (text: string, command: string) => onWindows(text, `${FIND_ACCOUNT} | ${command}`);

const RUN_AGAIN = step('Run Airway again; expect the bind to pass.');

/** Subcode of result 49 (invalidCredentials) and the Windows error that it is in hexadecimal. */
const subcode = (data: string, name: string): string =>
  `RFC 4511 §4.1.9: result 49; subcode data ${data} is ${name} of [MS-ERREF] §2.2`;

/** Reasons for which a directory refuses a login. */
export const ACTIVE_DIRECTORY_BIND = {
  'bind-wrong-password': {
    severity: 'error',
    title: 'The directory does not accept name and password',
    owner: 'console-administrator',
    summary:
      'The domain controller was reached and refuses the login (data 52e): usually the password is wrong, on some servers an unknown name looks the same. Machines and users cannot be read from the directory until it is corrected.',
    remedy: [
      step(
        "Type name and password anew, in the profile and in the Console's Active Directory settings; mind the keyboard layout and blanks at the end. Each wrong try counts towards a lockout.",
      ),
      showAccount(
        'Have the directory administrator look at the account: when was the password changed, and when was the last wrong try?',
        'Enabled,LockedOut,PasswordLastSet,LastBadPasswordAttempt,BadLogonCount',
      ),
      step('If the name is a bare one, write it as name@domain first.'),
      changeAccount(
        'If nobody knows the password, set a new one, in the Console as well.',
        'Set-ADAccountPassword -Reset -NewPassword (Read-Host -AsSecureString)',
      ),
      RUN_AGAIN,
    ],
    source: subcode('52e', 'ERROR_LOGON_FAILURE'),
    catalogueRefs: ['A09'],
  },
  'bind-no-such-user': {
    severity: 'error',
    title: 'The directory does not know the account',
    owner: 'console-administrator',
    summary:
      'The domain controller was reached and has no account of this name (data 525). Machines and users cannot be read from the directory until the name is corrected.',
    remedy: [
      showAccount(
        'Look for the account; nothing means that the name is wrong or belongs to another domain.',
        'Enabled,DistinguishedName',
      ),
      onWindows(
        'Search by a part of the name.',
        'Get-ADUser -Filter "SamAccountName -like \'*air*\'" | Format-Table SamAccountName,UserPrincipalName,Enabled',
      ),
      step('Write it as name@domain, with the domain that holds the account; a DN has to be complete.'),
      RUN_AGAIN,
    ],
    source: subcode('525', 'ERROR_NO_SUCH_USER'),
    catalogueRefs: ['A10'],
  },
  'bind-outside-hours': {
    severity: 'error',
    title: 'The account may not log in at this hour',
    owner: 'directory-administrator',
    summary:
      "Name and password are right, but the account's logon hours forbid this time (data 530). The directory cannot be read outside those hours.",
    remedy: [
      onWindows(
        'Look at the logon hours: 21 bytes, one bit for each hour of the week in UTC; nothing, or 255 everywhere, means always.',
        `${FIND_ACCOUNT} -Properties logonHours | ForEach-Object { $_.logonHours -join ' ' }`,
      ),
      changeAccount(
        'For a service account, lift the limit: without the attribute every hour is allowed.',
        'Set-ADUser -Clear logonHours',
      ),
      step('If the hours are meant, let the Console read the directory within them.'),
      RUN_AGAIN,
    ],
    source: subcode('530', 'ERROR_INVALID_LOGON_HOURS'),
    catalogueRefs: ['A11'],
  },
  'bind-workstation-denied': {
    severity: 'error',
    title: 'The account may not log in from this workstation',
    owner: 'directory-administrator',
    summary:
      'Name and password are right, but the account is limited to certain computers (data 531). The directory cannot be read with it.',
    remedy: [
      showAccount('Look at the computers that the account is limited to.', 'LogonWorkstations'),
      step(
        'A simple bind usually counts as a logon on the domain controller: add the short names of the controllers that the Console binds to, under Log On To of the account.',
      ),
      changeAccount('Or lift the limit, if policy allows.', 'Set-ADUser -Clear userWorkstations'),
      RUN_AGAIN,
    ],
    source: subcode('531', 'ERROR_INVALID_WORKSTATION'),
    catalogueRefs: ['A12'],
  },
  'bind-password-expired': {
    severity: 'error',
    title: "The account's password has expired",
    owner: 'directory-administrator',
    summary:
      'The password was right but is older than the policy allows (data 532). The directory cannot be read until a new one is set, here and in the Console.',
    remedy: [
      showAccount('Look at the age of the password.', 'PasswordExpired,PasswordLastSet,PasswordNeverExpires'),
      changeAccount(
        'Set a new one.',
        'Set-ADAccountPassword -Reset -NewPassword (Read-Host -AsSecureString)',
      ),
      step("Enter it in the Console's Active Directory settings."),
      step(
        'So that it does not happen again, agree on a password policy for service accounts, or on a reminder before it ends.',
      ),
      RUN_AGAIN,
    ],
    source: subcode('532', 'ERROR_PASSWORD_EXPIRED'),
    catalogueRefs: ['A13'],
  },
  'bind-account-disabled': {
    severity: 'error',
    title: 'The account is disabled',
    owner: 'directory-administrator',
    summary:
      'Name and password are right, but the account is switched off (data 533). The directory cannot be read with it.',
    remedy: [
      showAccount(
        'Look at the account, and find out why it was disabled before enabling it.',
        'Enabled,Description,whenChanged',
      ),
      changeAccount('If it is meant to be used, enable it.', 'Enable-ADAccount'),
      step('If it was disabled on purpose, give the Console another account that may only read.'),
      RUN_AGAIN,
    ],
    source: subcode('533', 'ERROR_ACCOUNT_DISABLED'),
    catalogueRefs: ['A14'],
  },
  'bind-account-expired': {
    severity: 'error',
    title: 'The account has expired',
    owner: 'directory-administrator',
    summary: "The account's own end date has passed (data 701). The directory cannot be read with it.",
    remedy: [
      showAccount('Look at the end date.', 'AccountExpirationDate'),
      changeAccount(
        'If it is meant to be used on, remove the end date, or set a later one with Set-ADAccountExpiration.',
        'Clear-ADAccountExpiration',
      ),
      RUN_AGAIN,
    ],
    source: subcode('701', 'ERROR_ACCOUNT_EXPIRED'),
    catalogueRefs: ['A15'],
  },
  'bind-password-must-change': {
    severity: 'error',
    title: 'The account has to change its password first',
    owner: 'directory-administrator',
    summary:
      'The account is marked "must change password at next logon" (data 773), which a program cannot do. The directory cannot be read until a person has set the password.',
    remedy: [
      changeAccount(
        'Set the final password.',
        'Set-ADAccountPassword -Reset -NewPassword (Read-Host -AsSecureString)',
      ),
      changeAccount('Take the mark away.', 'Set-ADUser -ChangePasswordAtLogon $false'),
      step("Enter the password in the Console's Active Directory settings."),
      RUN_AGAIN,
    ],
    source: subcode('773', 'ERROR_PASSWORD_MUST_CHANGE'),
    catalogueRefs: ['A16'],
  },
  'bind-account-locked': {
    severity: 'error',
    title: 'The account is locked',
    owner: 'directory-administrator',
    summary:
      'Too many wrong tries have locked the account (data 775), so even the right password is refused. Something goes on trying an old password, often the Console itself or another system with the same account.',
    remedy: [
      onWindows(
        'Find where the wrong tries come from: Caller Computer Name in these events.',
        "Get-WinEvent -ComputerName (Get-ADDomain).PDCEmulator -FilterHashtable @{LogName='Security'; Id=4740} -MaxEvents 20 | Format-List TimeCreated,Message",
      ),
      step(
        "Correct the password there first, in the Console's Active Directory settings as well; otherwise it locks again.",
      ),
      changeAccount('Then unlock it.', 'Unlock-ADAccount'),
      RUN_AGAIN,
    ],
    source: subcode('775', 'ERROR_ACCOUNT_LOCKED_OUT'),
    catalogueRefs: ['A17'],
  },
  'bind-name-form': {
    severity: 'error',
    title: "The account's name is not in a form that a bind accepts",
    owner: 'console-administrator',
    summary:
      'A simple bind takes name@domain, domain\\name or a full DN; a bare name is refused like a wrong password. The directory cannot be read until the name is written out.',
    remedy: [
      step(
        "Write the name as name@domain, such as svc-air@example.com, in the profile and in the Console's Active Directory settings.",
      ),
      showAccount('If that is refused too, look up the exact forms.', 'DistinguishedName'),
      step(
        'Do not try forms one after the other on the live account: each refusal counts towards a lockout.',
      ),
      RUN_AGAIN,
    ],
    source: '[MS-ADTS] §5.1.1.1.1: forms of the name in a simple bind; RFC 4513 §5.1.3',
    catalogueRefs: ['A18'],
  },
  'anonymous-bind-only': {
    severity: 'error',
    title: 'The login was taken as anonymous, the password was never checked',
    owner: 'console-administrator',
    summary:
      'A bind without a name or with an empty password succeeds and proves nothing; the search after it is refused. Machines and users cannot be read from the directory.',
    remedy: [
      step(
        "Give account and password in the profile and in the Console's Active Directory settings; see that the password field is not empty.",
      ),
      step(
        'If the password comes from an environment variable or a file, check that it is not empty where Airway runs.',
      ),
      onLinux(
        'Try the account by hand; it asks for the password. Expect the naming context, not an error 1.',
        "ldapsearch -x -H ldaps://DC -D 'ACCOUNT' -W -s base -b 'BASE_DN' dn",
      ),
      onWindows(
        'From Windows; expect the distinguished name.',
        "Get-ADObject -Server ADDRESS -Credential (Get-Credential 'ACCOUNT') -Identity 'BASE_DN'",
      ),
    ],
    source: 'RFC 4513 §5.1.2: a simple bind with an empty password is unauthenticated',
    catalogueRefs: ['A19', 'A20'],
  },
} satisfies Partial<CauseTexts<'active-directory'>>;
