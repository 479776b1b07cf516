package io.reprise.cli.login;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.signin.AccessTokens;
import io.reprise.cli.signin.SignIn;
import io.reprise.runtime.oidc.Client;
import io.reprise.runtime.oidc.DeviceAuthorization;
import io.reprise.runtime.oidc.GrantRefusedException;
import io.reprise.runtime.oidc.IssuedTokens;
import io.reprise.runtime.oidc.IssuerClient;
import io.reprise.runtime.oidc.IssuerException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Signs a person in who has a browser on another machine only: the device authorization grant (RFC
 * 8628). Confined to one thread.
 */
final class DeviceSignIn {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

  /** By how much an issuer lengthens the interval with each {@code slow_down} (RFC 8628, 3.5). */
  private static final Duration SLOWER = Duration.ofSeconds(5);

  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

  private final SignIn wanted;
  private final Consumer<String> messages;
  private final Duration limit;
  private final Clock clock;
  private final Consumer<Duration> sleep;

  /**
   * @param wanted the issuer and the client
   * @param messages shows the person what to do
   * @param limit how long to wait for the person
   * @param sleep waits for a time
   */
  DeviceSignIn(
      SignIn wanted,
      Consumer<String> messages,
      Duration limit,
      Clock clock,
      Consumer<Duration> sleep) {
    this.wanted = wanted;
    this.messages = messages;
    this.limit = limit;
    this.clock = clock;
    this.sleep = sleep;
  }

  /**
   * Waits until the person has signed in.
   *
   * @return the sign-in with its tokens
   * @throws CommandFailure if nobody signs in
   * @throws GrantRefusedException if the issuer offers no device flow, or refuses
   * @throws IssuerException if the issuer does not answer
   */
  SignIn run() throws IssuerException {
    var issuer = new IssuerClient(wanted.issuer());
    var metadata = issuer.metadata();
    var device = metadata.device();
    if (device == null) {
      throw new GrantRefusedException(
          "%s offers no device flow: sign in without --device, with a browser on this machine"
              .formatted(wanted.issuer()));
    }
    var tokens = AccessTokens.tokenEndpoint(wanted.issuer(), metadata.token());
    var client = new Client(wanted.clientId(), null);
    var started = issuer.authorizeDevice(device, Map.of("scope", wanted.scope()), client);
    var longest = shorter(limit, started.lifetime());
    var end = clock.instant().plus(longest);
    messages.accept(
        "open this URL in a browser on any machine, and enter the code %s to sign in:\n\n  %s\n"
            .formatted(started.userCode(), started.verification()));
    messages.accept(
        "waiting up to %d s until somebody has signed in".formatted(longest.toSeconds()));
    var issued = new Poll(issuer, tokens, client, started).until(end);
    var identity = IdentityToken.of(issued.identity(), wanted.issuer(), wanted.clientId());
    messages.accept("signed in as " + identity.name());
    return wanted.with(issued, clock.instant());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Asks for the tokens, again and again, until the person has signed in. */
  private final class Poll {
    private final IssuerClient issuer;
    private final URI tokens;
    private final Client client;
    private final Map<String, String> form;
    private Duration interval;
    private @Nullable IssuerException failure;

    Poll(IssuerClient issuer, URI tokens, Client client, DeviceAuthorization started) {
      this.issuer = issuer;
      this.tokens = tokens;
      this.client = client;
      this.form = Map.of("grant_type", GRANT, "device_code", started.deviceCode());
      this.interval = started.interval();
    }

    IssuedTokens until(Instant end) throws IssuerException {
      while (!clock.instant().plus(interval).isAfter(end)) {
        sleep.accept(interval);
        var issued = ask();
        if (issued != null) {
          return issued;
        }
      }
      if (failure != null) {
        throw failure;
      }
      throw nobody();
    }

    /** Returns the tokens; null if the person has not signed in yet. */
    private @Nullable IssuedTokens ask() throws IssuerException {
      failure = null;
      try {
        return issuer.issue(tokens, form, client);
      } catch (GrantRefusedException e) {
        adaptTo(e);
      } catch (IssuerException e) {
        // RFC 8628, 3.5: an issuer that does not answer is asked less often.
        failure = e;
        interval = shorter(interval.multipliedBy(2), LONGEST_INTERVAL);
      }
      return null;
    }

    private void adaptTo(GrantRefusedException refusal) throws GrantRefusedException {
      switch (refusal.error()) {
        case "authorization_pending" -> {}
        case "slow_down" -> interval = interval.plus(SLOWER);
        case "expired_token" -> throw nobody();
        default -> throw refusal;
      }
    }
  }

  private static CommandFailure nobody() {
    return new CommandFailure(
        ExitCode.FAILED,
        "nobody has signed in before the code expired or --wait ended: run the command again, and"
            + " enter the new code");
  }
}
