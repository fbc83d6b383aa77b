/** The switch with which a start at login goes into the tray, without a window. */
export const hiddenSwitch = 'hidden';

/** Where Linux desktops look for what starts with a session (XDG Desktop Application Autostart Specification). */
export const autostartFile = (configFolder: string): string => `${configFolder}/autostart/ferry.desktop`;

/**
 * The autostart file. Its command is a list of words in quotes, in which `"`, backtick, `$` and `\` have a backslash in
 * front, and `%` is doubled (Desktop Entry Specification, "The Exec key"); the value is then escaped once more.
 */
export function autostartEntry(program: string): string {
  const word = `"${program.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Ferry',
    `Exec=${word.replaceAll('\\', '\\\\')} --${hiddenSwitch}`,
    'X-GNOME-Autostart-enabled=true',
  ];
  return `${lines.join('\n')}\n`;
}
