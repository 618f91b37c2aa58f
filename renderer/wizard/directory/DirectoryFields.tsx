import { useTranslation } from 'react-i18next';
import { Field } from '../../components/Field.tsx';
import { Segments } from '../../components/Segments.tsx';
import { directoryProblems } from '../../store/directory-form.ts';
import { useWizard } from '../../store/store-context.tsx';
import { useProblemText } from '../site/use-problem-text.ts';

/** The registered ports. */
const USUAL_PORTS = { ldap: 389, ldaps: 636 };
const SECURITIES = ['ldaps', 'starttls', 'plain'] as const;

/** Which domain, how it is asked, and the account that is tried once. */
export function DirectoryFields() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const form = useWizard((state) => state.directoryForm);
  const edit = useWizard((state) => state.editDirectory);
  const problems = directoryProblems(form);
  return (
    <>
      <div className="two-fields">
        <Field
          label={t('directory.domain')}
          description={t('directory.domain-description')}
          placeholder={t('directory.domain-example')}
          value={form.domain}
          error={problemText(problems.domain)}
          onChange={(domain) => edit({ domain })}
        />
        <Field
          label={t('directory.servers')}
          isOptional
          lines={1}
          description={t('directory.servers-description')}
          value={form.servers}
          error={problemText(problems.servers)}
          onChange={(servers) => edit({ servers })}
        />
      </div>
      <Segments
        label={t('directory.security')}
        value={form.security}
        choices={SECURITIES.map((value) => ({ value, title: t(`directory.security-of.${value}`) }))}
        description={t(`directory.security-what.${form.security}`)}
        onChange={(security) => edit({ security })}
      />
      <div className="row-fields">
        <Field
          label={t('directory.ldaps-port')}
          width="short"
          inputMode="numeric"
          placeholder={String(USUAL_PORTS.ldaps)}
          value={form.ldapsPort}
          error={problemText(problems.ldapsPort)}
          onChange={(ldapsPort) => edit({ ldapsPort })}
        />
        <Field
          label={t('directory.ldap-port')}
          width="short"
          inputMode="numeric"
          placeholder={String(USUAL_PORTS.ldap)}
          value={form.ldapPort}
          error={problemText(problems.ldapPort)}
          onChange={(ldapPort) => edit({ ldapPort })}
        />
      </div>
      <AccountFields />
    </>
  );
}

function AccountFields() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const form = useWizard((state) => state.directoryForm);
  const edit = useWizard((state) => state.editDirectory);
  const password = useWizard((state) => state.bindPassword);
  const setPassword = useWizard((state) => state.setBindPassword);
  const isNamedInProfile = useWizard((state) => state.form.base?.activeDirectory?.password !== undefined);
  const problems = directoryProblems(form);
  return (
    <>
      <div className="two-fields">
        <Field
          label={t('directory.username')}
          isOptional
          description={t('directory.username-description')}
          placeholder={t('directory.username-example')}
          value={form.username}
          error={problemText(problems.username)}
          onChange={(username) => edit({ username })}
        />
        <Field
          label={t('directory.password')}
          isOptional
          type="password"
          description={
            isNamedInProfile && password === ''
              ? t('directory.password-named-in-profile')
              : t('directory.password-description')
          }
          value={password}
          onChange={setPassword}
        />
      </div>
      <Field
        label={t('directory.base-dn')}
        isOptional
        description={t('directory.base-dn-description')}
        placeholder={t('directory.base-dn-example')}
        value={form.baseDn}
        error={problemText(problems.baseDn)}
        onChange={(baseDn) => edit({ baseDn })}
      />
    </>
  );
}
