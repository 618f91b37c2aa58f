import { useTranslation } from 'react-i18next';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';

/** How often each rule replaced something, and what is not in the bundle and why. */
export function PreviewLedger() {
  const { t } = useTranslation();
  const format = useFormat();
  const preview = useWizard((state) => state.preview);
  if (preview === null) return null;
  const { replaced, leftOut } = preview;
  return (
    <div className="two-columns">
      <section className="card stack" aria-labelledby="ledger-title">
        <h2 id="ledger-title">{t('bundle.ledger')}</h2>
        {replaced.length === 0 ? (
          <p>{t('bundle.ledger-none')}</p>
        ) : (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('bundle.ledger-rule')}</th>
                <th scope="col" className="number">
                  {t('bundle.ledger-count')}
                </th>
              </tr>
            </thead>
            <tbody>
              {replaced.map(({ rule, what, count }) => (
                <tr key={rule}>
                  <th scope="row" className="rule">
                    {what}
                  </th>
                  <td className="number">{format.number(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section className="card stack" aria-labelledby="never-title">
        <h2 id="never-title">{t('bundle.never')}</h2>
        <ul className="content-list">
          {leftOut.map(({ what, why }) => (
            <li key={`${what} ${why}`}>
              <span>
                <span className="left-out-what">{what}</span>
                <span className="content-what">{why}</span>
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
