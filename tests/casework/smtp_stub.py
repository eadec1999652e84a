"""A mail server that answers as its script says: take it, refuse it for now or for ever, or die after the words."""

import socketserver
import threading

TAKE, LATER, NEVER, DIE_AFTER_WORDS, DIE_AT_ONCE = "take", "later", "never", "die after words", "die at once"


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it was given. `script` holds the behaviour of each coming session; when it is empty it takes all."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.script: list[str] = []
        self.received: list[bytes] = []
        self.sessions = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Session(socketserver.StreamRequestHandler):
    """One connection of SMTP, as far as a client of Python speaks it."""

    server: MailServer

    def handle(self) -> None:
        self.server.sessions += 1
        behaviour = self.server.script.pop(0) if self.server.script else TAKE
        if behaviour == DIE_AT_ONCE:
            return
        self.say("220 ready")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"MAIL" and behaviour in {LATER, NEVER}:
                self.say("451 try later" if behaviour == LATER else "550 no")
            elif word == b"DATA":
                self.say("354 go on")
                self.keep_words()
                if behaviour == DIE_AFTER_WORDS:
                    return
                self.say("250 taken")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def keep_words(self) -> None:
        words = b""
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            words += line
        self.server.received.append(words)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
