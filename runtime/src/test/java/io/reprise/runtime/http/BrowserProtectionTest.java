package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.access.Action;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserProtectionTest {
  private final AtomicInteger handled = new AtomicInteger();
  private final HttpServer server = start("127.0.0.1");

  private HttpServer start(String host) {
    var config = new HttpConfig(host, 0, null, null, null, true, List.of("Reprise.Example"));
    return HttpServer.start(
        config,
        routes ->
            routes.post(
                "/cancel", Permission.of(Action.OPERATE), ctx -> handled.incrementAndGet()));
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Sends headers that Java's own client would not let a program set. */
  private static String post(HttpServer server, String headers) throws IOException {
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(60_000);
      var request = "POST /cancel HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "null",
        "http://127.0.0.1:1",
        "http://localhost",
        "http://localhost:80.evil.example"
      })
  void aPageOfAnotherSiteIsRefused(String origin) throws IOException {
    var answer = post(server, "Host: localhost:80\r\nOrigin: " + origin + "\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 403 ")
        .contains("urn:reprise:problem:foreign-origin", "a page of " + origin);
    assertThat(handled).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({"http://localhost:80", "https://localhost:80", "HTTP://LOCALHOST:80"})
  void aPageOfTheServiceItselfIsNotRefused(String origin) throws IOException {
    assertThat(post(server, "Host: localhost:80\r\nOrigin: " + origin + "\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(handled).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:80", "localhost.evil.example", "10.0.0.1"})
  void aServiceOnLoopbackIsNotCalledByAnotherName(String host) throws IOException {
    assertThat(post(server, "Host: " + host + "\r\n"))
        .startsWith("HTTP/1.1 403 ")
        .contains("urn:reprise:problem:unknown-host", "http.hosts");
    assertThat(handled).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "127.0.0.1:8080", "[::1]:80", "reprise.example", "REPRISE.example:1"})
  void aServiceOnLoopbackIsCalledByItsNames(String host) throws IOException {
    assertThat(post(server, "Host: " + host + "\r\n")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aServiceForOtherMachinesIsCalledByAnyName() throws IOException {
    try (var open = start("0.0.0.0")) {
      assertThat(post(open, "Host: any.example\r\n")).startsWith("HTTP/1.1 200 ");
      assertThat(post(open, "Host: any.example\r\nOrigin: http://evil.example\r\n"))
          .startsWith("HTTP/1.1 403 ");
    }
  }

  @Test
  void everyAnswerHasTheHeadersThatRestrictABrowser() throws IOException {
    for (var headers : List.of("Host: localhost\r\n", "Host: evil.example\r\n")) {
      assertThat(post(server, headers))
          .contains(
              "X-Content-Type-Options: nosniff",
              "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
              "Referrer-Policy: no-referrer");
    }
  }
}
