/** What Electron's `context-menu` event tells that counts here. */
export interface TextContext {
  isEditable: boolean;
  selectionText: string;
  editFlags: Readonly<
    Record<'canUndo' | 'canRedo' | 'canCut' | 'canCopy' | 'canPaste' | 'canDelete' | 'canSelectAll', boolean>
  >;
}

/** An entry by Electron's role for it, which does the work; `line` divides. */
export type TextMenuEntry =
  | 'line'
  | {
      role: 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'delete' | 'selectAll';
      enabled: boolean;
    };

/**
 * The menu of a text field, or of selected text; empty where there is nothing to edit or copy. Nothing of a spell
 * checker: it is off, since it fetches its dictionaries from the network.
 */
export function textMenu({ isEditable, selectionText, editFlags }: TextContext): TextMenuEntry[] {
  if (!isEditable) return selectionText.trim() === '' ? [] : [{ role: 'copy', enabled: editFlags.canCopy }];
  return [
    { role: 'undo', enabled: editFlags.canUndo },
    { role: 'redo', enabled: editFlags.canRedo },
    'line',
    { role: 'cut', enabled: editFlags.canCut },
    { role: 'copy', enabled: editFlags.canCopy },
    { role: 'paste', enabled: editFlags.canPaste },
    { role: 'delete', enabled: editFlags.canDelete },
    'line',
    { role: 'selectAll', enabled: editFlags.canSelectAll },
  ];
}
