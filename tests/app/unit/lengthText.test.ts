import { fc } from '../../tooling/fastCheck.ts';
