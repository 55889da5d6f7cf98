// Stands in for the module `electron`, whose runtime is not needed (or to be had) for these tests:
// records what it was told and lets a test be the person, the page and the operating system.
import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  isFirst: true,
  isSandboxed: false,
  quits: 0,
  paths: { documents: '/documents', temp: tmpdir(), userData: tmpdir() } as Record<string, string>,
  recent: [] as string[],
  enableSandbox: () => {
    app.isSandboxed = true;
  },
  requestSingleInstanceLock: () => app.isFirst,
  quit: () => {
    app.quits += 1;
  },
  setPath: (name: string, path: string) => {
    app.paths[name] = path;
  },
  getPath: (name: string) => app.paths[name],
  whenReady: () => Promise.resolve(),
  addRecentDocument: (path: string) => app.recent.push(path),
});

export type SenderFrame = { parent: unknown; url: string } | null;
type Handler = (event: unknown, ...sent: unknown[]) => unknown;

const answers = new Map<string, Handler>();
export const ipcMain = Object.assign(new EventEmitter(), {
  handle: (channel: string, handler: Handler) => answers.set(channel, handler),
  /** A page calls. */
  call: async (channel: string, sender: unknown, senderFrame: SenderFrame, ...sent: unknown[]) =>
    await answers.get(channel)?.({ sender, senderFrame }, ...sent),
  /** A page tells. */
  tell: (channel: string, sender: unknown, senderFrame: SenderFrame, ...sent: unknown[]) =>
    ipcMain.emit(channel, { sender, senderFrame }, ...sent),
  channels: () => [...answers.keys(), ...ipcMain.eventNames()],
});

export class WebContents extends EventEmitter {
  readonly sent: [channel: string, value: unknown][] = [];
  readonly ports: [channel: string, port: unknown][] = [];
  openHandler: (() => { action: string }) | undefined;
  rtcPolicy = 'default';
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.rtcPolicy = policy;
  }
  setWindowOpenHandler(handler: () => { action: string }): void {
    this.openHandler = handler;
  }
  send(channel: string, value: unknown): void {
    this.sent.push([channel, value]);
  }
  postMessage(channel: string, _message: unknown, [port]: unknown[]): void {
    this.ports.push([channel, port]);
  }
  printToPDF(options: unknown): Promise<Uint8Array> {
    return Promise.resolve(Buffer.from(`%PDF ${JSON.stringify(options)}`));
  }
}

type Bounds = { x: number; y: number; width: number; height: number };
type WindowOptions = Partial<Bounds> & { show?: boolean; webPreferences: Record<string, unknown> };

const windows: BrowserWindow[] = [];
export class BrowserWindow extends EventEmitter {
  readonly webContents = new WebContents();
  readonly options: WindowOptions;
  readonly loaded: string[] = [];
  title = '';
  isEdited = false;
  isVisible = false;
  private isLarge = false;
  bounds: Bounds;
  /** Called with a file that is loaded while it is there. */
  static onLoadFile: (window: BrowserWindow, file: string) => void = () => undefined;
  static focused: BrowserWindow | null = null;

  constructor(options: WindowOptions) {
    super();
    this.options = options;
    this.bounds = { x: 0, y: 0, width: 0, height: 0, ...options };
    windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  /** All that there are, hidden ones too. */
  static all = () => [...windows];
  static getFocusedWindow = () => BrowserWindow.focused;
  loadURL(address: string): Promise<void> {
    this.loaded.push(address);
    return Promise.resolve();
  }
  loadFile(file: string): Promise<void> {
    this.loaded.push(file);
    BrowserWindow.onLoadFile(this, file);
    return Promise.resolve();
  }
  destroy(): void {
    windows.splice(windows.indexOf(this), 1);
    this.emit('closed');
    this.webContents.emit('destroyed');
  }
  maximize(): void {
    this.isLarge = true;
  }
  show(): void {
    this.isVisible = true;
  }
  focus(): void {
    BrowserWindow.focused = this;
  }
  restore(): void {
    this.isVisible = true;
  }
  isMinimized = () => false;
  isMaximized = () => this.isLarge;
  getNormalBounds = () => this.bounds;
  setTitle(title: string): void {
    this.title = title;
  }
  setDocumentEdited(isEdited: boolean): void {
    this.isEdited = isEdited;
  }
}

class RequestGate {
  listener: ((details: { url: string }, answer: (verdict: { cancel: boolean }) => void) => void) | undefined;
  onBeforeRequest(listener: RequestGate['listener']): void {
    this.listener = listener;
  }
}

export class Session extends EventEmitter {
  readonly webRequest = new RequestGate();
  readonly partition: string;
  permissionRequest:
    | ((contents: unknown, permission: string, answer: (isGranted: boolean) => void) => void)
    | undefined;
  permissionCheck: (() => boolean) | undefined;
  devicePermission: (() => boolean) | undefined;
  isSpellChecking = true;
  proxy: { mode: string; proxyRules: string; proxyBypassRules: string } | undefined;
  constructor(partition: string) {
    super();
    this.partition = partition;
  }
  setPermissionRequestHandler(handler: Session['permissionRequest']): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: () => boolean): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.devicePermission = handler;
  }
  setProxy(proxy: Session['proxy']): Promise<void> {
    this.proxy = proxy;
    return Promise.resolve();
  }
  setSpellCheckerEnabled(isEnabled: boolean): void {
    this.isSpellChecking = isEnabled;
  }
  /** Whether a request of this session would go out. */
  lets(url: string): boolean {
    let verdict = { cancel: false };
    this.webRequest.listener?.({ url }, (given) => {
      verdict = given;
    });
    return !verdict.cancel;
  }
}

export const session = {
  defaultSession: new Session('default'),
  made: [] as Session[],
  fromPartition: (partition: string) => {
    const made = new Session(partition);
    session.made.push(made);
    return made;
  },
};

export const protocol = {
  schemes: [] as unknown[],
  handlers: new Map<string, (request: Request) => Promise<Response>>(),
  registerSchemesAsPrivileged: (schemes: unknown[]) => protocol.schemes.push(...schemes),
  handle: (scheme: string, handler: (request: Request) => Promise<Response>) =>
    protocol.handlers.set(scheme, handler),
};

export class UtilityProcess extends EventEmitter {
  pid: number | undefined = 1;
  readonly entry: string;
  readonly told: { kind: string; ports: number }[] = [];
  readonly messages: unknown[] = [];
  /** How it takes being told to stop. */
  static endsWhenAsked = true;
  constructor(entry: string) {
    super();
    this.entry = entry;
  }
  postMessage(message: { kind: string }, ports: unknown[] = []): void {
    this.messages.push(message);
    this.told.push({ kind: message.kind, ports: ports.length });
    if (message.kind === 'stop' && UtilityProcess.endsWhenAsked) queueMicrotask(() => this.die(0));
  }
  kill(): boolean {
    this.die(15);
    return true;
  }
  die(code: number): void {
    this.pid = undefined;
    this.emit('exit', code);
  }
}

export const utilityProcess = {
  forked: [] as UtilityProcess[],
  fork: (entry: string) => {
    const child = new UtilityProcess(entry);
    utilityProcess.forked.push(child);
    return child;
  },
};

export class MessageChannelMain {
  readonly port1 = { end: 'host' };
  readonly port2 = { end: 'window' };
}

type DialogCall = { kind: string; options: Record<string, unknown> };
const dialogAnswers: unknown[] = [];
const ask =
  (kind: string) =>
  (...args: unknown[]) => {
    dialog.asked.push({ kind, options: args.at(-1) as DialogCall['options'] });
    if (dialogAnswers.length === 0) throw new Error(`no answer for a dialog: ${kind}`);
    return Promise.resolve(dialogAnswers.shift());
  };
export const dialog = {
  asked: [] as DialogCall[],
  /** What the person will answer, in this order. */
  answer: (...given: unknown[]) => dialogAnswers.push(...given),
  showOpenDialog: ask('open'),
  showSaveDialog: ask('save'),
  showMessageBox: ask('message'),
  errors: [] as string[],
  showErrorBox: (title: string, content: string) => {
    dialog.errors.push(`${title} ${content}`);
  },
};

export const Menu = {
  template: undefined as unknown,
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: (menu: unknown) => {
    Menu.template = menu;
  },
};

export const nativeTheme = { shouldUseDarkColors: false };
export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
};

// The preload's half.
export const contextBridge = {
  exposed: {} as Record<string, unknown>,
  exposeInMainWorld: (name: string, api: unknown) => {
    contextBridge.exposed[name] = api;
  },
};
export const ipcRenderer = Object.assign(new EventEmitter(), {
  calls: [] as unknown[][],
  invoke: (...call: unknown[]) => {
    ipcRenderer.calls.push(call);
    return Promise.resolve(undefined);
  },
  send: (...call: unknown[]) => {
    ipcRenderer.calls.push(call);
  },
});
export const webUtils = { getPathForFile: (file: { path?: string }) => file.path ?? '' };
