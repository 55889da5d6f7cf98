/** What a window's preload may ask or tell the main process; nothing else is listened to. */
export const FROM_PAGE = {
  /** Answered. */
  chooseDocuments: 'fleetcast:choose-documents',
  chooseSaveTarget: 'fleetcast:choose-save-target',
  chooseTrace: 'fleetcast:choose-trace',
  saveFile: 'fleetcast:save-file',
  printReport: 'fleetcast:print-report',
  /** Told. */
  connect: 'fleetcast:connect',
  dropped: 'fleetcast:dropped',
  setDocument: 'fleetcast:set-document',
} as const;

/** What the main process tells a window's preload. */
export const TO_PAGE = {
  action: 'fleetcast:action',
  documents: 'fleetcast:documents',
  hostPort: 'fleetcast:host-port',
} as const;
