; Offers Airway under "Open with" for profiles and bundles, and leaves alone which program opens them by a double click.
; Found by electron-builder by its name. Microsoft: "Registering Applications", SupportedTypes.
!define AIRWAY_OPEN_WITH "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}"

!macro customInstall
  WriteRegStr SHELL_CONTEXT "${AIRWAY_OPEN_WITH}\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  WriteRegStr SHELL_CONTEXT "${AIRWAY_OPEN_WITH}\SupportedTypes" ".yaml" ""
  WriteRegStr SHELL_CONTEXT "${AIRWAY_OPEN_WITH}\SupportedTypes" ".yml" ""
  WriteRegStr SHELL_CONTEXT "${AIRWAY_OPEN_WITH}\SupportedTypes" ".json" ""
  WriteRegStr SHELL_CONTEXT "${AIRWAY_OPEN_WITH}\SupportedTypes" ".zip" ""
!macroend

!macro customUnInstall
  DeleteRegKey SHELL_CONTEXT "${AIRWAY_OPEN_WITH}"
!macroend
