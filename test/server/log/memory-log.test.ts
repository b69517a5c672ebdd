import { randomUUID } from 'node:crypto';
import { MemoryLog } from '../../../src/server/log/memory-log.ts';
import { presenceLogContract } from '../../contract/presence-log.ts';

presenceLogContract('MemoryLog', async (recent) => new MemoryLog(randomUUID(), recent));
