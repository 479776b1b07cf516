package io.reprise.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.kafka.time.Interruption;
import io.reprise.runtime.oidc.Client;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTest {
  @TempDir Path directory;

  @Test
  void commandsThatRunAtTheSameTimeRenewATokenOnce() throws Exception {
    try (var issuer = new SigningIssuer()) {
      var path = directory.resolve("prod" + SignInFile.SUFFIX);
      Files.writeString(directory.resolve("secret"), SigningIssuer.JOB_SECRET);
      new SignInFile(path, Interruption::sleep)
          .write(SignIn.at(issuer.uri(), SigningIssuer.JOB, "", directory.resolve("secret")));

      var tokens =
          Stream.generate(() -> new SignInFile(path, Interruption::sleep))
              .limit(8)
              .map(file -> new AccessTokens(file, Clock.systemUTC()))
              .map(each -> CompletableFuture.supplyAsync(each::current))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();

      assertThat(tokens).hasSize(8).containsOnly("access-1");
      assertThat(issuer.grants()).hasSize(1);
    }
  }

  @Test
  void noTextShowsASecret() {
    var signIn =
        new SignIn(URI.create("https://i"), "c", "openid", null, "planted-a", null, "planted-r");

    assertThat(signIn.toString()).doesNotContain("planted");
    assertThat(new Client("c", "planted").toString()).doesNotContain("planted");
    assertThat(Client.form(Map.of("a b", "c&d"))).isEqualTo("a+b=c%26d");
  }
}
