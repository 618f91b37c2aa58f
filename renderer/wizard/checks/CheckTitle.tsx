import { useTranslation } from 'react-i18next';
import { fillCheckTitle, readCheckTitle } from '../../../electron/contract/check-titles.ts';
import { Recorded } from '../../components/Recorded.tsx';
import { apart, CAUSES } from '../../i18n.ts';

/** The title of a check in the language of the page; one whose form is not known is shown as it was recorded, in English. */
export function CheckTitle({ title }: { readonly title: string }) {
  const { i18n } = useTranslation();
  const texts = i18n.getResourceBundle(i18n.language, CAUSES) as
    | { readonly checks?: Readonly<Record<string, string>> }
    | undefined;
  const read = texts?.checks === undefined ? undefined : readCheckTitle(title);
  const form = read === undefined ? undefined : texts?.checks?.[read.form];
  if (read === undefined || form === undefined) return <Recorded>{title}</Recorded>;
  return (
    <bdi>
      {fillCheckTitle(
        form,
        read.values.map((value) => apart(i18n, value)),
      )}
    </bdi>
  );
}
