package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.reprise.cli.signin.SigningIssuer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signs in and out against a real issuer and a real service, both on loopback. */
@Timeout(120)
class LoginCommandsTest {
  private static final Pattern SIGN_IN_URL = Pattern.compile("http://\\S+/authorize\\?\\S+");
  private static final Pattern REDIRECT = Pattern.compile("redirect_uri=([^&]+)");

  @TempDir Path home;
  private final HttpClient browser =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private SigningIssuer issuer;
  private HttpServer service;

  /** A command that waits for a browser. */
  private record Waiting(CompletableFuture<Integer> exitCode, StringWriter err) {
    URI url() {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> SIGN_IN_URL.matcher(err.toString()).find() || exitCode.isDone());
      var url = SIGN_IN_URL.matcher(err.toString());
      assertThat(url.find()).as(err.toString()).isTrue();
      return URI.create(url.group());
    }
  }

  @BeforeEach
  void start() throws IOException {
    issuer = new SigningIssuer();
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          sent.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("[]".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    service.start();
    run("context add prod --worker http://127.0.0.1:%d".formatted(service.getAddress().getPort()));
    run("context use prod");
  }

  @AfterEach
  void stop() {
    service.stop(0);
    issuer.close();
  }

  private CommandLineRun run(String line) {
    return CommandLineRun.line(CommandLineRun.sources(Map.of(), home), line);
  }

  private Waiting login(String options) {
    var words = ("login " + options).strip().split(" +");
    var err = new StringWriter();
    var command =
        Reprise.commandLineFor(CommandLineRun.sources(Map.of(), home), words)
            .setOut(new PrintWriter(err, true))
            .setErr(new PrintWriter(err, true));
    return new Waiting(CompletableFuture.supplyAsync(() -> command.execute(words)), err);
  }

  private String atIssuer() {
    return "--issuer " + issuer.uri() + " --client-id " + SigningIssuer.CLIENT;
  }

  private HttpResponse<String> open(URI url) throws IOException, InterruptedException {
    return browser.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
  }

  private void signIn(String options) throws IOException, InterruptedException {
    var login = login(options);
    assertThat(open(login.url()).statusCode()).isEqualTo(200);
    assertThat(login.exitCode().join()).as(login.err().toString()).isZero();
  }

  private Path file() {
    return home.resolve("reprise/prod.sign-in.json");
  }

  @Test
  void aPersonSignsInWithABrowser() throws Exception {
    var login = login(atIssuer());
    var page = open(login.url());

    assertThat(page.body()).contains("The command has received the answer");
    assertThat(login.exitCode().join()).isZero();
    assertThat(login.err().toString())
        .contains("signed in as ann", "waiting up to 300 s")
        .doesNotContain("access-", "refresh-", "code-");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(run("replay targets").exitCode()).isZero();
    assertThat(sent).containsExactly("Bearer access-2");
    assertThat(run("context show prod").out()).doesNotContain("access-", "refresh-");
  }

  @Test
  void anAnswerThatTheCommandDidNotAskForIsIgnored() throws Exception {
    var login = login(atIssuer());
    var redirect = REDIRECT.matcher(login.url().toString());
    assertThat(redirect.find()).isTrue();
    var callback = URLDecoder.decode(redirect.group(1), StandardCharsets.UTF_8);

    assertThat(open(URI.create(callback + "?code=stolen&state=guessed")).statusCode())
        .isEqualTo(400);
    assertThat(open(URI.create(callback + "?code=stolen")).statusCode()).isEqualTo(400);
    assertThat(open(URI.create(callback).resolve("/favicon.ico")).statusCode()).isEqualTo(404);

    open(login.url());
    assertThat(login.exitCode().join()).isZero();
    assertThat(issuer.grants()).containsExactly("authorization_code");
  }

  @Test
  void aRefusalOfTheIssuerIsShown() throws Exception {
    issuer.refuse("access_denied&error_description=not%0Ayou");
    var login = login(atIssuer());
    open(login.url());

    assertThat(login.exitCode().join()).isEqualTo(3);
    assertThat(login.err().toString()).contains("the issuer refuses: access_denied not?you");
    assertThat(file()).doesNotExist();
  }

  @Test
  void anAnswerToAnotherSignInIsRefused() throws Exception {
    issuer.answerNonce("of somebody else");
    var login = login(atIssuer());
    open(login.url());

    assertThat(login.exitCode().join()).isEqualTo(3);
    assertThat(login.err().toString()).contains("belongs to another sign-in");
    assertThat(file()).doesNotExist();
  }

  @Test
  void theWaitForAPersonIsBounded() {
    var login = login(atIssuer() + " --wait 1s --no-browser");

    assertThat(login.exitCode().join()).isEqualTo(1);
    assertThat(login.err().toString()).contains("nobody has signed in within 1 s");
  }

  @Test
  void aTokenIsRenewedBeforeItExpires() throws Exception {
    issuer.lifetime(20);
    signIn(atIssuer());
    run("replay targets");
    issuer.lifetime(3_600);
    run("replay targets");
    run("replay targets");

    assertThat(issuer.grants())
        .containsExactly("authorization_code", "refresh_token", "refresh_token", "refresh_token");
    assertThat(sent.subList(1, 3)).allMatch(sent.get(2)::equals);
    assertThat(sent.get(0)).isNotEqualTo(sent.get(1));
  }

  @Test
  void noFileOfACommandCanBeReadByOtherUsers() throws Exception {
    issuer.lifetime(20);
    signIn(atIssuer());
    run("replay targets");

    var modes = new TreeMap<String, String>();
    try (var files = Files.walk(home.resolve("reprise"))) {
      for (var file : files.toList()) {
        modes.put(
            file.getFileName().toString(),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    assertThat(modes)
        .containsExactly(
            entry("contexts.yaml", "rw-------"),
            entry("prod.sign-in.json", "rw-------"),
            entry("prod.sign-in.json.lock", "rw-------"),
            entry("reprise", "rwx------"));
  }

  @Test
  void aSignInThatTheIssuerHasEndedIsNamed() throws Exception {
    issuer.lifetime(1);
    signIn(atIssuer());
    issuer.revoke();

    var run = run("replay targets");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .contains("refuses: invalid_grant no", "sign in with `reprise login`")
        .doesNotContain("refresh-", "access-");
    assertThat(sent).isEmpty();
  }

  @Test
  void anIssuerThatIsAwayIsNamedOnceTheTokenHasExpired() throws Exception {
    issuer.lifetime(25);
    signIn(atIssuer());
    issuer.close();

    assertThat(run("replay targets").exitCode()).as("still valid for some seconds").isZero();
    var text = Files.readString(file());
    Files.writeString(file(), text.replaceAll("20\\d\\d-", "2020-"));

    var run = run("replay targets");
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("the token has expired and its issuer does not answer");
  }

  @Test
  void aJobSignsInWithoutABrowser() throws Exception {
    var secret = Files.writeString(home.resolve("secret"), SigningIssuer.JOB_SECRET + "\n");
    issuer.lifetime(1);
    var options = "--issuer %s --client-id %s".formatted(issuer.uri(), SigningIssuer.JOB);

    var run = run("login " + options + " --client-secret-file " + secret);
    run("replay targets");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Files.readString(file())).doesNotContain(SigningIssuer.JOB_SECRET);
    assertThat(new HashSet<>(issuer.grants())).containsExactly("client_credentials");
    assertThat(sent).hasSize(1).allMatch(token -> token.startsWith("Bearer access-"));

    Files.writeString(secret, "another");
    var refused = run("replay targets");
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).contains("invalid_grant").doesNotContain("another");
  }

  @Test
  void aPersonSignsInWithABrowserOnAnotherMachine() throws Exception {
    var login = login(atIssuer() + " --device");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> login.err().toString().contains("WDJB-MJHT") || login.exitCode().isDone());
    open(URI.create(issuer.uri() + "/activate"));

    assertThat(login.exitCode().join()).as(login.err().toString()).isZero();
    assertThat(login.err().toString())
        .contains(issuer.uri() + "/activate", "signed in as ann")
        .doesNotContain("access-", "refresh-", "device-");
    assertThat(run("replay targets").exitCode()).isZero();
    assertThat(sent).hasSize(1).allMatch(token -> token.startsWith("Bearer access-"));
    assertThat(new HashSet<>(issuer.grants())).containsExactly(SigningIssuer.DEVICE_GRANT);
  }

  @Test
  void logoutRemovesTheTokensAndKeepsTheIssuer() throws Exception {
    signIn(atIssuer());

    assertThat(run("logout").err()).contains("removed the tokens of context prod");
    assertThat(Files.readString(file())).doesNotContain("access-", "refresh-");
    assertThat(run("replay targets").exitCode()).isEqualTo(3);
    assertThat(sent).isEmpty();
    assertThat(run("logout").err()).contains("nobody was signed in");

    signIn("");
    assertThat(run("replay targets").exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "login",
        "login --issuer http://issuer.example.com --client-id x",
        "login --issuer https://issuer.example.com",
        "login --device --issuer https://issuer.example.com --client-id x --client-secret-file s",
        "login --context unknown --issuer https://issuer.example.com --client-id x"
      })
  void aSignInThatCannotBeSafeOrCompleteIsRefused(String line) {
    assertThat(run(line).exitCode()).isEqualTo(2);
  }

  @Test
  void aFileThatIsBrokenIsNotShown() throws Exception {
    signIn(atIssuer());
    Files.writeString(file(), "{\"accessToken\":\"access-broken\"");

    var run = run("replay targets");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("sign in again").doesNotContain("access-broken");
  }
}
