package io.reprise.runtime.access;

import io.reprise.runtime.config.ConfigKey;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Configures which JSON Web Tokens of an OpenID Connect issuer a service accepts.
 *
 * @param issuer the issuer, exactly as it names itself in its tokens; {@code https}, or {@code
 *     http} on a loopback host
 * @param audience the audience that a token must name
 * @param principalClaim the claim that names the principal; {@code sub} by default
 * @param groupsClaim the claim that lists the groups of the principal; none by default
 * @param clockSkew how far the clocks of issuer and service may be apart; 30 s by default
 */
public record OidcConfig(
    @ConfigKey(
            "The issuer, exactly as it names itself in its tokens. The service reads the issuer's"
                + " keys below this URL. It must be https, or http on a loopback host.")
        URI issuer,
    @ConfigKey(
            "The audience that a token must name. Choose a name that the issuer gives to tokens for"
                + " Reprise only: a token for another service must not be good here.")
        String audience,
    @ConfigKey(
            "The claim of a token that names the principal. Choose one that people cannot change"
                + " themselves.")
        String principalClaim,
    @ConfigKey(
            "The claim of a token that lists the groups of the principal, to which the policy can"
                + " give roles. Without this key, principals have no groups.")
        @Nullable String groupsClaim,
    @ConfigKey(
            value = "How far the clocks of the issuer and the service may be apart.",
            range = "0ms to 5m")
        Duration clockSkew) {
  private static final Duration DEFAULT_SKEW = Duration.ofSeconds(30);
  private static final Duration MOST_SKEW = Duration.ofMinutes(5);
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public OidcConfig(
      @Nullable URI issuer,
      @Nullable String audience,
      @Nullable String principalClaim,
      @Nullable String groupsClaim,
      @Nullable Duration clockSkew) {
    if (issuer == null || audience == null || audience.isBlank()) {
      throw new IllegalArgumentException(
          "issuer or audience is missing: give the URL of the issuer and the audience that it"
              + " names in tokens for this service");
    }
    requireSafe("issuer", issuer);
    this.issuer = issuer;
    this.audience = audience;
    this.principalClaim = principalClaim == null ? "sub" : principalClaim;
    this.groupsClaim = groupsClaim;
    this.clockSkew = clockSkew == null ? DEFAULT_SKEW : clockSkew;
    if (this.clockSkew.isNegative() || this.clockSkew.compareTo(MOST_SKEW) > 0) {
      throw new IllegalArgumentException("clockSkew is not within 0ms to 5m: give less than 5m");
    }
  }

  /**
   * Refuses a URL over which somebody on the network could pretend to be the issuer.
   *
   * @param name what the URL is, for the message
   * @throws IllegalArgumentException unless the URL is https, or http on a loopback host
   */
  public static void requireSafe(String name, URI url) {
    var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    var host = url.getHost();
    boolean isSafe =
        host != null
            && url.getUserInfo() == null
            && (scheme.equals("https")
                || scheme.equals("http") && LOOPBACK.contains(host.toLowerCase(Locale.ROOT)));
    if (!isSafe) {
      throw new IllegalArgumentException(
          name
              + " is not a URL with https, or with http and a loopback host: over plain HTTP,"
              + " anybody on the network could replace the issuer's keys");
    }
  }
}
