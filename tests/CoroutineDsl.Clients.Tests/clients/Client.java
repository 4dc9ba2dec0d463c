import java.io.*;
import java.net.URI;
import java.net.http.*;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.*;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.*;
import java.util.concurrent.*;
import javax.net.ssl.*;

/** Java's HttpClient: java Client.java PORT ENCRYPTED_PORT CERTIFICATE. Prints "ok" when every answer was right. */
public class Client {
    public static void main(String[] args) throws Exception {
        talk("http://127.0.0.1:" + args[0], HttpClient.newBuilder().build());
        talk("https://localhost:" + args[1], HttpClient.newBuilder().sslContext(trusting(args[2])).build());
        System.out.println("ok");
        System.exit(0);
    }

    static void talk(String root, HttpClient client) throws Exception {
        var asked = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < 200; i++) asked.add(client.sendAsync(request(root + "/hello?" + i).build(), BodyHandlers.ofString()));
        for (int i = 0; i < 200; i++) check(asked.get(i).get(60, TimeUnit.SECONDS).body(), "hello " + i + "\n");
        check(text(client, request(root + "/pieces")), "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
        var body = "ü".repeat(100_000);
        check(text(client, request(root + "/echo").POST(BodyPublishers.ofString(body))), body);
        check(text(client, request(root + "/echo").PUT(BodyPublishers.ofString(body)).expectContinue(true)), body);
        check(text(client, request(root + "/echo").POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))))), body);
        check(client.send(request(root + "/refused").build(), BodyHandlers.ofString()).statusCode(), 403);
        var head = client.send(request(root + "/file.bin").method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        check(head.headers().firstValue("Content-Length").get() + head.body(), "1000000");
        var part = client.send(request(root + "/file.bin").header("Range", "bytes=250-252").build(), BodyHandlers.ofByteArray());
        check(part.statusCode() + Arrays.toString(part.body()), "206[-6, 0, 1]");
        check(client.send(request(root + "/large").build(), BodyHandlers.ofByteArray()).body().length, 160 * 65_536);
        try (var left = client.send(request(root + "/large").build(), BodyHandlers.ofInputStream()).body()) {
            left.read();
        }
        webSocket(root.replace("http", "ws") + "/ws", client);
    }

    static void webSocket(String url, HttpClient client) throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        var socket = client.newWebSocketBuilder().subprotocols("other", "echo").buildAsync(URI.create(url), new WebSocket.Listener() {
            final StringBuilder text = new StringBuilder();
            int size;

            public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                text.append(data);
                if (last) { seen.add(text.toString()); text.setLength(0); }
                socket.request(1);
                return null;
            }

            public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
                size += data.remaining();
                if (last) { seen.add(size + " bytes"); size = 0; }
                socket.request(1);
                return null;
            }

            public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
                seen.add("pong " + data.remaining());
                socket.request(1);
                return null;
            }

            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                seen.add(code + " " + reason);
                return null;
            }

            public void onError(WebSocket socket, Throwable error) { seen.add(error.toString()); }
        }).get(60, TimeUnit.SECONDS);
        check(socket.getSubprotocol(), "echo");
        socket.sendText("grü", false).get();
        socket.sendText("ß dich", true).get();
        check(seen.poll(60, TimeUnit.SECONDS), "grüß dich");
        socket.sendBinary(ByteBuffer.allocate(1_000_000), true).get();
        check(seen.poll(60, TimeUnit.SECONDS), "1000000 bytes");
        socket.sendPing(ByteBuffer.allocate(125)).get();
        check(seen.poll(60, TimeUnit.SECONDS), "pong 125");
        socket.sendText("close", true).get();
        check(seen.poll(60, TimeUnit.SECONDS), "1008 as you wish");
    }

    static HttpRequest.Builder request(String url) { return HttpRequest.newBuilder(URI.create(url)).timeout(java.time.Duration.ofSeconds(60)); }

    static String text(HttpClient client, HttpRequest.Builder request) throws Exception {
        var answer = client.send(request.build(), BodyHandlers.ofString());
        check(answer.statusCode(), 200);
        return answer.body();
    }

    static void check(Object what, Object expected) {
        if (!Objects.equals(what, expected)) throw new AssertionError(what + " instead of " + expected);
    }

    static SSLContext trusting(String certificate) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var file = Files.newInputStream(Path.of(certificate))) {
            store.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
