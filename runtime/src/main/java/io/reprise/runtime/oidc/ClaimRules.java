package io.reprise.runtime.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import io.reprise.runtime.access.Authentication;
import io.reprise.runtime.access.Authentication.Authenticated;
import io.reprise.runtime.access.Authentication.Refused;
import io.reprise.runtime.access.OidcConfig;
import io.reprise.runtime.access.Principal;
import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the claims of a token whose signature is valid are worth. No reason of a refusal
 * shows a claim's value. Thread-safe.
 */
final class ClaimRules {
  private final OidcConfig config;
  private final Clock clock;

  ClaimRules(OidcConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  Authentication check(JWTClaimsSet claims) {
    if (!config.issuer().toString().equals(claims.getIssuer())) {
      return new Refused("is of another issuer");
    }
    if (!claims.getAudience().contains(config.audience())) {
      return new Refused("is for another audience");
    }
    return checkTimes(claims);
  }

  private Authentication checkTimes(JWTClaimsSet claims) {
    var now = clock.instant();
    var expiry = claims.getExpirationTime();
    if (expiry == null) {
      return new Refused("has no expiry");
    }
    if (!now.isBefore(expiry.toInstant().plus(config.clockSkew()))) {
      return new Refused("has expired");
    }
    var from = claims.getNotBeforeTime();
    if (from != null && now.isBefore(from.toInstant().minus(config.clockSkew()))) {
      return new Refused("is not valid yet");
    }
    if (!(claims.getClaim(config.principalClaim()) instanceof String name)) {
      return new Refused(
          "lacks the claim %s, which names the principal".formatted(config.principalClaim()));
    }
    try {
      return new Authenticated(new Principal(name, groups(claims)));
    } catch (IllegalArgumentException e) {
      return new Refused(
          "has a claim %s that cannot be the name of a principal"
              .formatted(config.principalClaim()));
    }
  }

  private Set<String> groups(JWTClaimsSet claims) {
    var claim = config.groupsClaim();
    return claim == null ? Set.of() : names(claims.getClaim(claim));
  }

  /** Some issuers write the only group as a text, and not as a list. */
  private static Set<String> names(@Nullable Object value) {
    if (value instanceof String name) {
      return Set.of(name);
    }
    return value instanceof Collection<?> list
        ? list.stream()
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .collect(Collectors.toSet())
        : Set.of();
  }
}
