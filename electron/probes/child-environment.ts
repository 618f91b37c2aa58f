/** Variables that programs of the system need to find themselves, their settings and the user's session. */
const PASSED_ON: ReadonlySet<string> = new Set(
  (
    'PATH HOME USER LOGNAME LANG LC_ALL DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS GSETTINGS_BACKEND ' +
    'XDG_RUNTIME_DIR XDG_CONFIG_HOME XDG_CONFIG_DIRS XDG_DATA_HOME XDG_DATA_DIRS XDG_CURRENT_DESKTOP ' +
    'SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT TEMP TMP USERPROFILE APPDATA LOCALAPPDATA PROGRAMDATA'
  ).split(' '),
);

/** What a program that Airway starts gets of this process' variables: none that holds a token, a password or a proxy's login. */
export const childEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.has(name.toUpperCase())));
