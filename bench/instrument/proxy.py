"""A TCP proxy that counts what passes, and lets each request wait for a while."""

import asyncio
import threading

REQUESTS = (b"GET ", b"HEAD ", b"PUT ", b"POST ", b"PATCH ", b"DELETE ")
CHUNK = 256 * 1024


class Proxy:
    """Stands before a registry, in a thread of its own.

    A request begins with the first bytes that a client sends after an answer: registries' clients do not pipeline.
    """

    def __init__(self, target):
        self.target = target
        self.delay = 0.0
        self.reset()
        self.loop = asyncio.new_event_loop()
        started = threading.Event()
        threading.Thread(target=self._serve, args=(started,), daemon=True).start()
        started.wait()

    def reset(self):
        self.up = self.down = self.requests = 0

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)

    def _serve(self, started):
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self._connected, "127.0.0.1", 0, limit=CHUNK))
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        self.loop.run_forever()

    async def _connected(self, reader, writer):
        host, port = self.target.split(":")
        to_reader, to_writer = await asyncio.open_connection(host, int(port), limit=CHUNK)
        await asyncio.gather(self._upwards(reader, to_writer), self._downwards(to_reader, writer),
                             return_exceptions=True)

    async def _upwards(self, reader, writer):
        try:
            while data := await reader.read(CHUNK):
                if data.startswith(REQUESTS):
                    self.requests += 1
                    await asyncio.sleep(self.delay)
                self.up += len(data)
                writer.write(data)
                await writer.drain()
        finally:
            writer.close()

    async def _downwards(self, reader, writer):
        try:
            while data := await reader.read(CHUNK):
                self.down += len(data)
                writer.write(data)
                await writer.drain()
        finally:
            writer.close()
