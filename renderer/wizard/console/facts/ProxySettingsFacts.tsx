import { useTranslation } from 'react-i18next';
import type {
  ProxySetting,
  ProxySettingsOutcome,
} from '../../../../electron/contract/outcomes/proxy-settings.ts';
import { wayWords } from '../../../../electron/contract/proxy-words.ts';
import { FactList } from './FactList.tsx';

/** What each place in which this machine keeps proxy settings says, side by side. */
export function ProxySettingsFacts({ outcome }: { readonly outcome: ProxySettingsOutcome }) {
  const { t } = useTranslation();
  return (
    <>
      <FactList facts={[{ label: t('facts.code'), value: outcome.code }]} />
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('facts.proxy-source')}</th>
            <th scope="col">{t('facts.proxy-kind')}</th>
            <th scope="col">{t('facts.proxy-way')}</th>
            <th scope="col">{t('facts.proxy-exceptions')}</th>
          </tr>
        </thead>
        <tbody>
          {outcome.settings.map((setting) => (
            <tr key={`${setting.source} ${setting.where}`}>
              <th scope="row">
                {t(`facts.proxy-source-${setting.source}`)}
                <br />
                {setting.where}
              </th>
              <td>{kindWords(setting)}</td>
              <td>
                {setting.answers.map(({ port, ways }) => (
                  <div key={port}>
                    {ways.length === 0
                      ? t('facts.proxy-way-untold', { port })
                      : t('facts.proxy-way-on', { port, ways: ways.map(wayWords).join(', ') })}
                  </div>
                ))}
              </td>
              <td>{setting.exceptions.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );

  function kindWords({ code, pacUrl, reason, isAutoDetect, hasLogin }: ProxySetting): string {
    const notes = [
      t(`facts.proxy-kind-${code}`),
      pacUrl,
      reason,
      isAutoDetect && code !== 'auto-detect' ? t('facts.proxy-kind-auto-detect') : undefined,
      hasLogin ? t('facts.proxy-has-login') : undefined,
    ];
    return notes.filter((note) => note !== undefined).join('; ');
  }
}
