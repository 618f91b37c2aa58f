import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { CodeBlock } from './CodeBlock.tsx';
import { Notice } from './Notice.tsx';

interface Props {
  /** A new value shows the screen again. */
  readonly step: string;
  readonly children: ReactNode;
  /** Closes what may be at fault, so that the screen can be shown again. */
  onBroken(): void;
}

/** Keeps a bug on one screen from taking the wizard down: the run goes on, and the other screens can be used. */
export class StepErrorBoundary extends Component<Props, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(): void {
    this.props.onBroken();
  }

  override componentDidUpdate(before: Props): void {
    if (before.step !== this.props.step && this.state.error !== null) this.setState({ error: null });
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <Broken error={error} onRetry={() => this.setState({ error: null })} />;
  }
}

function Broken({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <Notice
      tone="error"
      isSpoken
      title={t('broken.title')}
      actions={<Button onPress={onRetry}>{t('broken.retry')}</Button>}
    >
      <p>{t('broken.what')}</p>
      <CodeBlock kind="prose" label={t('broken.details')} text={`${error.name}: ${error.message}`} />
    </Notice>
  );
}
