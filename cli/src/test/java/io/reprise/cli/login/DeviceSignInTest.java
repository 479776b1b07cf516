package io.reprise.cli.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.signin.SignIn;
import io.reprise.cli.signin.SigningIssuer;
import io.reprise.runtime.oidc.GrantRefusedException;
import io.reprise.runtime.oidc.IssuerException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signs a person in without a browser, against a real issuer on loopback. Time is not real. */
class DeviceSignInTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final List<String> messages = new ArrayList<>();
  private final List<Long> sleptSeconds = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private Runnable afterSleep = () -> {};
  private SigningIssuer issuer;

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException();
        }
      };

  @BeforeEach
  void start() throws IOException {
    issuer = new SigningIssuer();
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  private SignIn signIn(String client, Duration limit) throws IssuerException {
    var wanted = SignIn.at(issuer.uri(), client, "openid", null);
    return new DeviceSignIn(wanted, messages::add, limit, clock, this::sleep).run();
  }

  private SignIn signIn() throws IssuerException {
    return signIn(SigningIssuer.CLIENT, LIMIT);
  }

  private void sleep(Duration time) {
    now = now.plus(time);
    sleptSeconds.add(time.toSeconds());
    afterSleep.run();
  }

  @Test
  void aPersonSignsInWithABrowserElsewhere() throws Exception {
    issuer.interval(7);
    issuer.answerDevice("authorization_pending", "authorization_pending");
    issuer.approveDevice();

    var signIn = signIn();

    assertThat(signIn.accessToken()).isEqualTo("access-2");
    assertThat(signIn.refreshToken()).isEqualTo("refresh-2");
    assertThat(signIn.expiresAt()).isEqualTo(now.plusSeconds(3_600));
    assertThat(sleptSeconds).containsExactly(7L, 7L, 7L);
    assertThat(String.join("\n", messages))
        .contains(issuer.uri() + "/activate", "WDJB-MJHT", "waiting up to 60 s")
        .contains("signed in as ann")
        .doesNotContain("access-", "refresh-", "device-");
  }

  @Test
  void anIssuerThatWantsFewerRequestsGetsFewer() throws Exception {
    issuer.answerDevice("slow_down", "authorization_pending", "slow_down");
    issuer.approveDevice();

    signIn();

    assertThat(sleptSeconds).containsExactly(1L, 6L, 6L, 11L);
  }

  @Test
  void anIssuerThatGivesNoIntervalIsAskedAtMostOnceASecond() throws Exception {
    issuer.interval(0);
    issuer.approveDevice();

    signIn();

    assertThat(sleptSeconds).containsExactly(1L);
  }

  @Test
  void theWaitEndsWithTheCode() {
    issuer.interval(25);

    requireNobody(LIMIT);

    assertThat(sleptSeconds).as("the code is valid for 60 s").containsExactly(25L, 25L);
  }

  @Test
  void theWaitEndsWithItsLimit() {
    requireNobody(Duration.ofSeconds(3));

    assertThat(sleptSeconds).containsExactly(1L, 1L, 1L);
  }

  @Test
  void aCodeThatTheIssuerCallsExpiredEndsTheWait() {
    issuer.answerDevice("expired_token");

    requireNobody(LIMIT);

    assertThat(sleptSeconds).hasSize(1);
  }

  private void requireNobody(Duration limit) {
    assertThatThrownBy(() -> signIn(SigningIssuer.CLIENT, limit))
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.FAILED))
        .hasMessageContaining("nobody has signed in");
  }

  @Test
  void aPersonWhoRefusesEndsTheWait() {
    issuer.answerDevice("authorization_pending", "access_denied");

    assertThatThrownBy(this::signIn)
        .isInstanceOf(GrantRefusedException.class)
        .hasMessageContaining("refuses: access_denied");
    assertThat(sleptSeconds).hasSize(2);
  }

  @Test
  void aClientThatTheIssuerDoesNotKnowIsRefusedAtOnce() {
    assertThatThrownBy(() -> signIn("stranger", LIMIT))
        .isInstanceOf(GrantRefusedException.class)
        .hasMessageContaining("unauthorized_client");
    assertThat(sleptSeconds).isEmpty();
  }

  @Test
  void anIssuerWithoutTheDeviceFlowIsNamed() {
    issuer.offerNoDevice();

    assertThatThrownBy(this::signIn)
        .isInstanceOf(GrantRefusedException.class)
        .hasMessageContaining("offers no device flow: sign in without --device");
  }

  @Test
  void anIssuerThatGoesAwayIsAskedLessOftenAndThenNamed() {
    var tokens = issuer.uri() + "/token";
    afterSleep =
        () -> {
          issuer.close();
          afterSleep = () -> {};
        };

    assertThatThrownBy(this::signIn)
        .isInstanceOf(IssuerException.class)
        .isNotInstanceOf(GrantRefusedException.class)
        .hasMessageContaining(tokens + " cannot be read");
    assertThat(sleptSeconds).containsExactly(1L, 2L, 4L, 8L, 16L);
  }
}
