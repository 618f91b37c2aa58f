import { CheckScreen } from '../checks/CheckScreen.tsx';

/** Whether the Console can be reached from here, check by check. Its fields are those of the Site screen. */
export function ConsoleStep() {
  return <CheckScreen step="console" />;
}
