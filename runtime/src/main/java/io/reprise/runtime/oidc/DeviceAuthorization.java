package io.reprise.runtime.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.access.OidcConfig;
import java.net.URI;
import java.time.Duration;

/**
 * What an issuer says to a device that has no browser (RFC 8628): where a person signs in with a
 * browser elsewhere, and with which code the device asks for the tokens. Immutable.
 *
 * @param deviceCode the secret with which the device asks for the tokens
 * @param userCode what the person enters, in printable characters
 * @param verification the page at which the person enters the code
 * @param lifetime how long the codes are valid
 * @param interval the least time between two requests for the tokens
 */
public record DeviceAuthorization(
    String deviceCode, String userCode, URI verification, Duration lifetime, Duration interval) {
  private static final int STANDARD_INTERVAL_SECONDS = 5;
  private static final int LONGEST_INTERVAL_SECONDS = 60;
  private static final int LONGEST_CODE = 64;

  static DeviceAuthorization of(JsonNode answer) throws IssuerException {
    var deviceCode = answer.path("device_code").asText("");
    var userCode = answer.path("user_code").asText("");
    long seconds = answer.path("expires_in").asLong(0);
    if (deviceCode.isEmpty()
        || seconds <= 0
        || !userCode.matches("[\\x20-\\x7e]{1," + LONGEST_CODE + "}")) {
      throw new IssuerException(
          "the answer of the device authorization endpoint lacks device_code, user_code or"
              + " expires_in");
    }
    long interval = answer.path("interval").asLong(STANDARD_INTERVAL_SECONDS);
    return new DeviceAuthorization(
        deviceCode,
        userCode,
        verification(answer.path("verification_uri").asText("")),
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(Math.min(Math.max(1, interval), LONGEST_INTERVAL_SECONDS)));
  }

  private static URI verification(String text) throws IssuerException {
    try {
      var page = URI.create(text);
      OidcConfig.requireSafe("verification_uri of the issuer", page);
      return page;
    } catch (IllegalArgumentException e) {
      throw new IssuerException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns a text without the secret. */
  @Override
  public String toString() {
    return "DeviceAuthorization " + userCode;
  }
}
