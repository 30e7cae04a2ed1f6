// Child processes, and what the operating system says they cost. Everything started here is stopped at the end by its own id.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';

const TICKS_PER_SECOND = 100; // USER_HZ: fixed in the Linux ABI, whatever the kernel's own clock
const started = [];

/** Runs a command to its end; answers its standard output. Throws with its standard error. */
export function run(command, args, { input, ...options } = {}) {
    return new Promise((resolve, reject) => {
        const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
        let [out, err] = ['', ''];
        child.stdout.on('data', text => {
            out += text;
        });
        child.stderr.on('data', text => {
            err += text;
        });
        child.on('error', reject);
        child.on('close', code =>
            code === 0 ? resolve(out) : reject(new Error(`${command} ${args.join(' ')} ended with ${code}\n${out}\n${err}`)),
        );
        child.stdin.on('error', () => {}); // it ended before it read; its exit code says why
        child.stdin.end(input ?? '');
    });
}

/** Starts a process that stays. `log()` is the end of what it has written; `stop()` asks it to end and waits. */
export function start(command, args, options = {}) {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', chunk => {
            text = (text + chunk).slice(-20_000);
        });
    }
    const ended = new Promise(resolve => {
        child
            .on('error', error => {
                text += error;
                resolve();
            })
            .on('exit', resolve);
    });
    const process = {
        pid: child.pid,
        log: () => text,
        hasEnded: () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined,
        stop: async (signal = 'SIGTERM') => {
            if (!process.hasEnded()) {
                child.kill(signal);
                await ended;
            }
        },
    };
    started.push(process);
    return process;
}

/** Stops everything that `start` started, the latest first. */
export async function stopAll() {
    for (let process; (process = started.pop());) {
        await process.stop(process.stopSignal);
    }
}

/** Waits until `check` answers something true; fails when the process ends or the time is over. */
export async function until(check, process, seconds = 60) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
        const answer = await check().catch(() => null);
        if (answer) {
            return answer;
        }
        if (process.hasEnded()) {
            break;
        }
        await new Promise(resolve => {
            setTimeout(resolve, 20);
        });
    }
    throw new Error(`Not ready:\n${process.log()}`);
}

export function freePort() {
    return new Promise((resolve, reject) => {
        const server = createServer()
            .on('error', reject)
            .listen(0, '127.0.0.1', () => {
                const { port } = server.address();
                server.close(() => resolve(port));
            });
    });
}

// Fields after the command's name in /proc/<pid>/stat (proc(5)): the parent's id, user, system, ended children's user and system time.
function stat(pid) {
    try {
        const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
        return { parent: Number(fields[1]), own: Number(fields[11]) + Number(fields[12]), ended: Number(fields[13]) + Number(fields[14]) };
    } catch {
        return { parent: 0, own: 0, ended: 0 }; // it has just ended
    }
}

/** CPU seconds a process has used. */
export const cpuSeconds = pid => stat(pid).own / TICKS_PER_SECOND;

/** CPU seconds of a process with its children, ended ones included: a backend that ends is counted by its postmaster. */
export function cpuSecondsOfFamily(pid) {
    for (;;) {
        const before = stat(pid);
        const children = readdirSync('/proc')
            .filter(name => /^\d+$/.test(name))
            .map(stat)
            .filter(child => child.parent === pid);
        if (stat(pid).ended === before.ended) {
            // else a child ended meanwhile, and might count twice
            return (before.own + before.ended + children.reduce((sum, child) => sum + child.own + child.ended, 0)) / TICKS_PER_SECOND;
        }
    }
}

/** Resident memory in MB. */
export const residentMegabytes = pid => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
