package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.http.RawHttp.Answer;
import io.reprise.runtime.json.ByteSize;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no route may see, sent as bytes to a listening server. */
class BadRequestsTest {
  record Order(String name, int count) {}

  private static final int PATIENCE_MILLIS = 30_000;
  private static final String HOST = "Host: localhost\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final AtomicInteger HANDLED = new AtomicInteger();
  private static final HttpServer SERVER =
      HttpServer.start(
          new HttpConfig("127.0.0.1", 0, ByteSize.ofKiB(1)), BadRequestsTest::addRoutes);

  private static void addRoutes(Routes routes) {
    var everyone = Permission.everyone();
    routes.post(
        "/orders",
        everyone,
        ctx -> {
          ctx.json(RequestBody.read(ctx, Order.class));
          HANDLED.incrementAndGet();
        });
    routes.post("/nothing", everyone, ctx -> HANDLED.incrementAndGet());
    routes.get("/topics/{topic}", everyone, ctx -> handle(ctx.result(ctx.pathParam("topic"))));
    routes.get("/keys/<key>", everyone, ctx -> handle(ctx.result(ctx.pathParam("key"))));
    routes.get(
        "/cached",
        everyone,
        ctx -> handle(ctx.header("ETag", "\"1\"").header("Cache-Control", "max-age=1")));
  }

  private static void handle(io.javalin.http.Context ctx) {
    HANDLED.incrementAndGet();
  }

  @AfterEach
  void reset() {
    HANDLED.set(0);
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  private static Answer send(String request) throws IOException {
    return RawHttp.send(SERVER.port(), request, PATIENCE_MILLIS);
  }

  /** Sends the head of a request; the connection stays open unless the server closes it. */
  private static Answer get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
  }

  private static void refused(Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.isClosed()).as("closed after %s", answer.text()).isTrue();
    assertThat(answer.text()).contains(Problem.MEDIA_TYPE, "\"detail\":");
    assertThat(answer.text().split("HTTP/1.1 \\d", -1)).as(answer.text()).hasSize(2);
    assertThat(HANDLED).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Two lengths: another program may believe the other one.
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
        "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        "Content-Length: 2, 2\r\n\r\n{}",
        // Lengths that programs read in different ways.
        "Content-Length: +2\r\n\r\n{}",
        "Content-Length: -2\r\n\r\n{}",
        "Content-Length: 0x2\r\n\r\n{}",
        "Content-Length: 99999999999999999999\r\n\r\n{}",
        "Content-Length : 2\r\n\r\n{}",
        // Codings that are not chunked, and only chunked.
        "Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        // Chunks whose end is not where it seems to be.
        "Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n",
        "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff2\r\n{}\r\n0\r\n\r\n",
        // Lines that end, or go on, in a way that HTTP no longer has.
        "X: a\r\n b\r\nContent-Length: 2\r\n\r\n{}",
        "X: a\nContent-Length: 2\r\n\r\n{}",
        "X: a\rb\r\nContent-Length: 2\r\n\r\n{}",
        "X: a\0b\r\nContent-Length: 2\r\n\r\n{}",
        "Host: other\r\nContent-Length: 2\r\n\r\n{}"
      })
  void aRequestWhoseEndIsDoubtfulIsRefusedAndTheConnectionCloses(String rest) throws Exception {
    refused(send("POST /orders HTTP/1.1\r\n" + HOST + JSON + rest), 400);
  }

  @Test
  void chunksInHttp10AreRefused() throws Exception {
    var rest = "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
    refused(send("POST /orders HTTP/1.0\r\n" + HOST + JSON + rest), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET /topics/a\r\n\r\n", "GET /topics/a HTTP/1.1\n" + "Host: localhost\n\n"})
  void aRequestOfAnotherTimeIsTheClientsMistake(String request) throws Exception {
    refused(send(request), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/orders", "/nothing", "/absent"})
  void aBodyOfTenGigabytesIsRefusedAtItsLength(String path) throws Exception {
    var head = "POST " + path + " HTTP/1.1\r\n" + HOST + JSON + "Content-Length: 10737418240\r\n";

    refused(send(head + "\r\n{"), 413);
    refused(send(head + "Expect: 100-continue\r\n\r\n"), 413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "INVENTED"})
  void aRefusalHasASentenceWhateverTheMethod(String method) throws Exception {
    var head = method + " /topics/a HTTP/1.1\r\n" + HOST + JSON;

    refused(send(head + "Content-Length: 10737418240\r\n\r\n{"), 413);
  }

  @Test
  void aBodyWithoutEndIsRefusedWhenItHasPassedTheLimit() throws Exception {
    try (var socket = new Socket("127.0.0.1", SERVER.port())) {
      var out = socket.getOutputStream();
      out.write(
          ("POST /orders HTTP/1.1\r\n" + HOST + JSON + "Transfer-Encoding: chunked\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      var chunk = ("10000\r\n" + "x".repeat(65_536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      long sent = 0;
      try {
        while (sent < 10L << 30) {
          out.write(chunk);
          sent += chunk.length;
        }
      } catch (SocketException closed) {
        assertThat(sent).isLessThan(2 * RequestGate.MOST_DISCARDED.bytes());
      }
      assertThat(sent).isLessThan(10L << 30);
    }
    assertThat(HANDLED).hasValue(0);
  }

  @Test
  void aBodyALittleTooLongIsReadSoThatTheClientSeesTheAnswer() throws Exception {
    var head = "POST /orders HTTP/1.1\r\n" + HOST + JSON + "Content-Length: 9000000\r\n\r\n";

    var answer = send(head + " ".repeat(9_000_000));

    refused(answer, 413);
    assertThat(answer.text()).contains("send at most 1KiB");
  }

  @ParameterizedTest
  @CsvSource({
    "'', missing",
    "Content-Type: text/plain, text/plain",
    "Content-Type: application/x-www-form-urlencoded, x-www-form",
    "Content-Type: application/jsonx, jsonx"
  })
  void aBodyThatIsNotDeclaredAsJsonIsRefused(String header, String named) throws Exception {
    var line = header.isEmpty() ? "" : header + "\r\n";
    var rest = "Connection: close\r\nContent-Length: 2\r\n\r\n{}";

    var answer = send("POST /orders HTTP/1.1\r\n" + HOST + line + rest);

    refused(answer, 415);
    assertThat(answer.text()).contains(named, "send application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "Application/JSON; charset=utf-8", "application/ld+json"})
  void aBodyThatIsDeclaredAsJsonIsRead(String type) throws Exception {
    var rest = "Content-Type: " + type + "\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";

    assertThat(send("POST /orders HTTP/1.1\r\n" + HOST + rest).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-nowhere", "???", "\"a b\"", "utf-8x"})
  void anUnknownCharsetIsRefused(String charset) throws Exception {
    var type = "Content-Type: application/json; charset=" + charset + "\r\n";
    refused(send("POST /orders HTTP/1.1\r\n" + HOST + type + "Content-Length: 2\r\n\r\n{}"), 415);
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() throws Exception {
    var rest = JSON + "Connection: close\r\nContent-Length: 12\r\n\r\n{\"name\":\"\u00e9\"}";

    var answer = send("POST /orders HTTP/1.1\r\n" + HOST + rest);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.text()).contains("UTF-8");
    assertThat(HANDLED).hasValue(0);
  }

  /** A service that expands no body cannot be made to expand a small one to gigabytes. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "deflate", "zstd", "br", "gzip, gzip", "x"})
  void aCompressedBodyIsRefused(String coding) throws Exception {
    var rest = JSON + "Content-Encoding: " + coding + "\r\nContent-Length: 2\r\n\r\n{}";
    refused(send("POST /orders HTTP/1.1\r\n" + HOST + rest), 415);
  }

  @Test
  void aHeadIsBoundedInEveryDirection() throws Exception {
    var end = " HTTP/1.1\r\n" + HOST;
    refused(send("GET /topics/" + "a".repeat(20_000) + end + "\r\n"), 414);
    refused(send("GET /topics/a" + end + "X: " + "x".repeat(20_000) + "\r\n\r\n"), 431);
    refused(send("GET /topics/a" + end + "X: a\r\n".repeat(1_000) + "\r\n"), 431);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/topics/..",
        "/topics/.",
        "/topics/%2e%2e",
        "/topics/..%2f..%2fetc",
        "/topics/..%5c..%5cetc",
        "/keys/../topics/a",
        "/keys/a%2f%2e.%2Fb",
        "/topics/a%00b",
        "/topics/a%0ab",
        "/keys/a%0d%0aX:%20y",
        "/topics/a%7f",
        "/topics/a?key=%00",
        "/topics/a?key=a%0Ab",
        "/topics/%zz",
        "/topics/%u002e%u002e",
        "/topics/%c0%ae",
        "/topics/%ff",
        "/topics/a\\b",
        "/topics/a b",
        "/topics/\u00e9",
        "/topics/a#b",
        "*",
        "topics/a"
      })
  void aPathThatLeadsElsewhereOrCannotBeReadIsRefused(String path) throws Exception {
    refused(get(path), 400);
  }

  @ParameterizedTest
  @CsvSource({
    "/topics/a..b, a..b",
    "/topics/..., ...",
    "/keys/a%2fb, a/b",
    "/keys/a%5cb, a\\b",
    "/keys/50%25, 50%",
    "/keys/%252e%252e, %2e%2e",
    "/keys/%C3%A9, \u00e9"
  })
  void aNameWithUnusualCharactersIsNotRefused(String path, String name) throws Exception {
    var answer = get(path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).endsWith("\r\n\r\n" + name);
  }

  @Test
  void everyAnswerHasTheHeadersThatRestrictABrowser() throws Exception {
    for (var path : new String[] {"/topics/a", "/absent", "/topics/..", "/topics/%ff"}) {
      var answer = get(path);
      for (var header :
          new String[] {
            "X-Content-Type-Options: nosniff",
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy: no-referrer",
            "Cross-Origin-Resource-Policy: same-origin",
            "Cross-Origin-Opener-Policy: same-origin",
            "Cache-Control: no-store"
          }) {
        assertThat(answer.hasHeader(header)).as("%s in %s", header, answer.text()).isTrue();
      }
    }
  }

  @Test
  void anAnswerWithATagMayBeKept() throws Exception {
    var answer = get("/cached");

    assertThat(answer.hasHeader("Cache-Control: max-age=1")).as(answer.text()).isTrue();
    assertThat(answer.text()).doesNotContain("no-store");
  }
}
