package io.reprise.trials.bench.overhead;

import io.reprise.cli.context.SecurityFiles;
import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.access.OidcConfig;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.tls.TlsConfig;
import io.reprise.runtime.trace.TracingConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The files and servers that secured services and their callers need: token file, policy,
 * certificate, an issuer of tokens and a collector of spans.
 *
 * <p>Token file and policy have as many entries as those of a small company, and those of the bench
 * are the last ones. Thread-safe. The caller closes the object.
 */
final class BenchSecurity implements AutoCloseable {
  /** How many other principals the token file and the policy have. */
  static final int OTHERS = 50;

  private static final Duration SPANS_ARRIVE_WITHIN = Duration.ofMinutes(2);
  private static final String AUDIENCE = "reprise-bench";
  private static final String NAME = "bench";

  private final Path tokens;
  private final Path policy;
  private final Path staticToken;
  private final Path issuedToken;
  private final ServerCertificate certificate;
  private final BenchIssuer issuer;
  private final SpanCollector collector;

  private BenchSecurity(Path directory, BenchIssuer issuer, SpanCollector collector)
      throws IOException {
    this.issuer = issuer;
    this.collector = collector;
    this.certificate = ServerCertificate.create(directory);
    var token = Token.create(new SecureRandom());
    this.tokens = Files.writeString(directory.resolve("tokens.yaml"), tokens(token));
    this.policy = Files.writeString(directory.resolve("policy.yaml"), policyText());
    this.staticToken = Files.writeString(directory.resolve("static.token"), token.secret());
    this.issuedToken =
        Files.writeString(directory.resolve("issued.token"), issuer.token(NAME, AUDIENCE));
  }

  /** Writes the files into a new directory, and starts the servers. */
  static BenchSecurity start(Path directory) {
    return start(directory, SPANS_ARRIVE_WITHIN);
  }

  static BenchSecurity start(Path directory, Duration spansArriveWithin) {
    var issuer = BenchIssuer.start();
    var collector = SpanCollector.start(spansArriveWithin);
    try {
      return new BenchSecurity(Files.createDirectories(directory), issuer, collector);
    } catch (IOException | RuntimeException e) {
      issuer.close();
      collector.close();
      throw e instanceof RuntimeException unchecked
          ? unchecked
          : new UncheckedIOException("cannot write into " + directory, (IOException) e);
    }
  }

  private static String tokens(Token token) {
    var text = new StringBuilder("tokens:\n");
    var random = new SecureRandom();
    for (int i = 0; i < OTHERS; i++) {
      text.append(entry("other-" + i, Token.create(random)));
    }
    return text.append(entry(NAME, token)).toString();
  }

  private static String entry(String principal, Token token) {
    return "  - {principal: %s, sha256: %s}%n".formatted(principal, token.sha256Hex());
  }

  private static String policyText() {
    var text = new StringBuilder("bindings:\n");
    for (int i = 0; i < OTHERS; i++) {
      text.append(
          "  - {principal: other-%1$d, role: producer, topics: [team-%1$d-*]}%n".formatted(i));
    }
    for (var role : new String[] {"producer", "operator"}) {
      text.append(
          "  - {principal: %s, role: %s, topics: ['bench-*'], targets: ['*']}%n"
              .formatted(NAME, role));
    }
    return text.toString();
  }

  /** Returns the HTTP section of a service on any free port. */
  HttpConfig http(Protection protection) {
    return new HttpConfig(
        "127.0.0.1",
        0,
        null,
        protection.authenticates() ? authentication(protection) : null,
        protection.encrypts()
            ? new TlsConfig(certificate.certificate(), certificate.key(), null)
            : null,
        false,
        null);
  }

  private AuthenticationConfig authentication(Protection protection) {
    return new AuthenticationConfig(
        tokens,
        policy,
        protection.trustsIssuer()
            ? new OidcConfig(issuer.uri(), AUDIENCE, null, null, null)
            : null);
  }

  /**
   * Returns the tracing section of a service, without a ratio of its own.
   *
   * @param service name of the service
   */
  TracingConfig tracing(Protection protection, String service) {
    return protection.traces()
        ? new TracingConfig(collector.endpoint(service), null, null)
        : TracingConfig.NONE;
  }

  /** Returns the files that a caller of a service needs. */
  SecurityFiles files(Protection protection) {
    return new SecurityFiles(token(protection), authority(protection), null, null);
  }

  /** Returns the authority that a caller must trust; null for a service that does not encrypt. */
  @Nullable Path authority(Protection protection) {
    return protection.encrypts() ? certificate.certificate() : null;
  }

  private @Nullable Path token(Protection protection) {
    if (!protection.authenticates()) {
      return null;
    }
    return protection.trustsIssuer() ? issuedToken : staticToken;
  }

  SpanCollector collector() {
    return collector;
  }

  @Override
  public void close() {
    issuer.close();
    collector.close();
  }
}
