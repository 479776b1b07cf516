package io.reprise.cli.access;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Generates requests that nobody honest sends: an operation of a service whose method, path, query,
 * headers, token or body was spoilt, one or several of them. The same seed gives the same requests.
 * Not thread-safe.
 */
final class HostileRequests {
  /** An operation of an OpenAPI document. */
  record Operation(String method, String path, String permission) {
    /** Whether the topic of a request is found in its body. */
    boolean isFoundInBody() {
      boolean namesOther = path.contains("{") && !path.contains("{group}");
      return method.equals("POST") && permission.contains("on topic") && !namesOther;
    }
  }

  /**
   * A request as bytes.
   *
   * @param target the path and query as sent
   */
  record Hostile(String method, String target, byte[] bytes) {
    @Override
    public String toString() {
      var text = new String(bytes, StandardCharsets.ISO_8859_1);
      return text.substring(0, Math.min(400, text.length())).replaceAll("[^ -~]", "?");
    }
  }

  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT");
  private static final List<String> WRONG_METHODS =
      List.of("get", "POST\0", "G E T", "", "X".repeat(300), "GET\r\nX:", "{}", "PRI");
  private static final List<String> SEGMENTS =
      List.of(
          "..",
          ".",
          "%2e%2e",
          "..%2f..%2fetc%2fpasswd",
          "%00",
          "a%0d%0aX:%20y",
          "%zz",
          "%u002e",
          "%c0%ae",
          "%ff",
          "a;b=c",
          "a\\b",
          "%5c..%5c",
          "*",
          "'%20or%201=1--",
          "<script>",
          "${jndi}",
          "{topic}",
          "__consumer_offsets",
          "reprise.commands",
          "-1",
          "99999999999999999999",
          "NaN",
          "a".repeat(5000),
          "a".repeat(9000),
          "",
          "%",
          "%2",
          "é",
          "~",
          "a b",
          "orders",
          "0",
          "[]",
          "%F0%9F%92%A9",
          "//",
          "?",
          "#");
  private static final List<String> VALUES =
      List.of(
          "orders",
          "",
          "%00",
          "-1",
          "9223372036854775808",
          "1e999",
          "%zz",
          "%ff",
          "../../x",
          "a".repeat(3000),
          "%0a",
          "2026-01-01T00:00:00Z",
          "+999999999-12-31T23:59:59Z",
          "true",
          "null",
          "[]",
          "%F0%9F",
          "a&topic=b",
          "=",
          "&&&",
          "'",
          "\"");
  private static final List<String> NAMES =
      List.of(
          "topic",
          "key",
          "from",
          "to",
          "limit",
          "cursor",
          "partition",
          "time",
          "reducer",
          "after",
          "state",
          "topicId",
          "scope",
          "until",
          "x");
  private static final List<String> WRONG_HEADERS =
      List.of(
          "Content-Length: 5",
          "Content-Length: -1",
          "Content-Length: 10737418240",
          "Content-Length: 99999999999999999999",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: gzip, chunked",
          "Transfer-Encoding: x",
          "Host: evil.example",
          "Host: a:b:c",
          "Host:",
          "Origin: http://evil.example",
          "Content-Encoding: gzip",
          "Expect: 100-continue",
          "Expect: tea",
          "Connection: upgrade",
          "Upgrade: websocket",
          "Accept: text/event-stream",
          "Accept: \0",
          "Accept-Encoding: zstd;q=x",
          "If-None-Match: *",
          "If-None-Match: \"",
          "Range: bytes=0-,-1",
          "Cookie: " + "a=b;".repeat(500),
          "X: " + "x".repeat(9000),
          " folded",
          "NoColon",
          ": empty",
          "X\0: a",
          "X: a\nY: b",
          "X: a\rb",
          "X-Forwarded-For: a, b",
          "Reprise-Operator: " + "é".repeat(500),
          "ce-id: x",
          "ce-" + "x".repeat(900) + ": y",
          "Content-Type: " + "a/".repeat(200),
          "Content-Type: application/json; charset=x-nowhere",
          "Content-Type: multipart/form-data",
          "Content-Type: ;",
          "Authorization: ",
          "Te: trailers");
  private static final List<String> BODIES =
      List.of(
          "",
          "{",
          "[]",
          "null",
          "\"",
          "{\"topic\":null}",
          "{\"topic\":\"orders\"}",
          "{\"topic\":[\"orders\"]}",
          "{\"topic\":\"../x\",\"into\":\"../y\"}",
          "{\"topic\":\"\\u0000\"}",
          "{\"spec\":{}}",
          "{\"spec\":null}",
          "{\"spec\":{\"source\":{\"topic\":\"orders\"},\"target\":null}}",
          "{\"source\":{\"topic\":\"orders\"},\"target\":\"copy\",\"reason\":\"r\"}",
          "{\"source\":null,\"target\":\"copy\"}",
          "{\"source\":7}",
          "{\"from\":1e400}",
          "{\"topic\":\"orders\",\"topic\":\"orders\"}",
          "[".repeat(5000),
          "{\"a\":".repeat(2000),
          "1".repeat(5000),
          "{\"topic\":\"" + "x".repeat(70_000) + "\"}",
          "\ud83d\udca9",
          "{\"topic\":\"\\ud800\"}",
          "5\r\nhello\r\n0\r\n\r\n",
          "zz\r\n",
          "0\r\n\r\nGET / HTTP/1.1\r\n\r\n");

  private final Random random;
  private final List<Operation> operations;
  private final List<String> tokens;
  private final String elsewhere;

  /**
   * @param tokens the values of the header Authorization that give no right; an empty one is left
   *     out
   * @param elsewhere a value that gives the right to operate, but on a topic that no request names:
   *     the service has to read the body to find that out
   */
  HostileRequests(long seed, List<Operation> operations, List<String> tokens, String elsewhere) {
    this.random = new Random(seed);
    this.operations = List.copyOf(operations);
    this.tokens = List.copyOf(tokens);
    this.elsewhere = elsewhere;
  }

  Hostile next() {
    var operation = pick(operations);
    var method = one(8) ? pick(METHODS) : one(20) ? pick(WRONG_METHODS) : operation.method();
    var target = path(operation.path()) + query();
    var version =
        one(40) ? pick(List.of("HTTP/1.0", "HTTP/2.0", "HTTP/9", "http/1.1", "")) : "HTTP/1.1";
    var headers = new ArrayList<String>();
    if (!one(30)) {
      headers.add("Host: localhost");
    }
    boolean readsBody = operation.isFoundInBody() && method.equals("POST") && !one(3);
    var token = readsBody ? elsewhere : one(10) ? garbage(200) : pick(tokens);
    if (!token.isEmpty()) {
      headers.add("Authorization: " + token);
    }
    if (!one(4)) {
      headers.add(
          "Content-Type: "
              + pick(List.of("application/json", "application/cloudevents+json", "text/plain")));
    }
    var body = one(6) ? garbage(3000) : pick(BODIES);
    if (!one(10)) {
      headers.add("Content-Length: " + (one(15) ? body.length() + 7 : utf8(body).length));
    }
    for (int i = one(3) ? 1 + random.nextInt(2) : 0; i > 0; i--) {
      headers.add(random.nextInt(headers.size() + 1), pick(WRONG_HEADERS));
    }
    if (one(100)) {
      headers.addAll(java.util.Collections.nCopies(2000, "X: y"));
    }
    var end = one(50) ? "\n" : "\r\n";
    var head = method + " " + target + " " + version + end + String.join(end, headers) + end + end;
    return new Hostile(method, target, spoilt(concat(utf8(head), utf8(body))));
  }

  private String path(String template) {
    var path = new StringBuilder();
    for (var segment : template.substring(1).split("/")) {
      boolean isParameter = segment.startsWith("{");
      path.append('/')
          .append(one(isParameter ? 2 : 20) ? pick(SEGMENTS) : isParameter ? "orders" : segment);
    }
    return one(20) ? path + "/" + pick(SEGMENTS) : path.toString();
  }

  private String query() {
    var query = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      query
          .append(query.isEmpty() ? '?' : '&')
          .append(pick(NAMES))
          .append('=')
          .append(pick(VALUES));
    }
    return query.toString();
  }

  /** Changes, cuts or repeats bytes of one request in ten. */
  private byte[] spoilt(byte[] bytes) {
    if (!one(10)) {
      return bytes;
    }
    if (one(2)) {
      return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1);
    }
    for (int i = random.nextInt(8); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private String garbage(int most) {
    var bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private boolean one(int in) {
    return random.nextInt(in) == 0;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    var both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }
}
