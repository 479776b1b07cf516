package io.reprise.runtime.http;

import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.json.ByteSize;
import io.reprise.runtime.tls.TlsConfig;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Configures where a service listens, for whom, and how long a request body may be.
 *
 * @param host address to listen on. The default is loopback, so that no other machine can connect
 *     unless the configuration allows it
 * @param port port to listen on; 0, the default, takes any free port
 * @param maxBody highest size of a request body; 8 MiB by default. The server answers a request
 *     with a longer body with status 413
 * @param authentication how callers prove who they are, and who may do what; by default nobody is
 *     asked
 * @param tls the certificate with which the service encrypts; by default it does not encrypt
 * @param insecure whether the service may listen on an address that other machines can reach,
 *     although it does not encrypt, or does not authenticate its callers; false by default
 * @param hosts further names of the service in the header Host, in lower case; none by default
 * @param limits what callers may ask of the service
 */
public record HttpConfig(
    @ConfigKey(
            "The address to listen on; other machines can connect only if it is not a loopback"
                + " address.")
        String host,
    @ConfigKey(
            value =
                "The port to listen on. 0 takes any free port, and so does an http section that"
                    + " names no port.",
            range = "0 to 65535")
        int port,
    @ConfigKey("The longest request body; a longer one is answered with status 413.")
        ByteSize maxBody,
    @ConfigKey(
            "How callers prove who they are, and who may do what. Without this section, whoever"
                + " reaches the service can do everything.")
        AuthenticationConfig authentication,
    @ConfigKey("How the traffic is encrypted. Without certificate and key it is not.")
        TlsConfig tls,
    @ConfigKey(
            "Listen on an address that other machines can reach, although the traffic is not"
                + " encrypted, or nobody is asked who they are. A warning in the log repeats this"
                + " each hour. Without this key, a service with such a host starts only with both"
                + " authentication and TLS.")
        boolean insecure,
    @ConfigKey(
            "Further names by which callers on this machine, such as a proxy, name the service in"
                + " the header Host. While nobody is asked who they are, a service on a loopback"
                + " address refuses all names but localhost and loopback addresses.")
        List<String> hosts,
    @ConfigKey("What callers may ask of the service.") HttpLimits limits) {
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0");
  private static final Pattern LOOPBACK =
      Pattern.compile(
          "localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?", Pattern.CASE_INSENSITIVE);
  private static final ByteSize DEFAULT_MAX_BODY = ByteSize.ofMiB(8);

  public HttpConfig(
      @Nullable String host,
      int port,
      @Nullable ByteSize maxBody,
      @Nullable AuthenticationConfig authentication,
      @Nullable TlsConfig tls,
      boolean insecure,
      @Nullable List<String> hosts,
      @Nullable HttpLimits limits) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + ": give one from 0 to 65535");
    }
    this.host = host == null || host.isBlank() ? "127.0.0.1" : host;
    this.port = port;
    this.maxBody = maxBody == null ? DEFAULT_MAX_BODY : maxBody;
    this.authentication = authentication == null ? AuthenticationConfig.NONE : authentication;
    this.tls = tls == null ? TlsConfig.NONE : tls;
    this.insecure = insecure;
    this.hosts =
        hosts == null ? List.of() : hosts.stream().map(h -> h.toLowerCase(Locale.ROOT)).toList();
    this.limits = limits == null ? HttpLimits.DEFAULT : limits;
    requireWayToSignIn();
    if (isExposed() && !insecure) {
      throw new IllegalArgumentException(
          "host is %s, which other machines can reach, but %s: give both authentication and tls, or listen on 127.0.0.1, or set insecure to true if a private network or a proxy protects the service"
              .formatted(this.host, weakness()));
    }
  }

  private void requireWayToSignIn() {
    boolean asksForCertificates = tls.clientCa() != null;
    if (asksForCertificates && !authentication.isOn()) {
      throw new IllegalArgumentException(
          "tls.clientCa is given, but not authentication.policy, which says what the principals may"
              + " do: give both");
    }
    boolean takesTokens = authentication.tokens() != null || authentication.oidc() != null;
    if (authentication.isOn() && !takesTokens && !asksForCertificates) {
      throw new IllegalArgumentException(
          "authentication.tokens is missing: give it, authentication.oidc or tls.clientCa, so that"
              + " callers can prove who they are");
    }
  }

  /** Creates the configuration of a service that has the default limits. */
  public HttpConfig(
      @Nullable String host,
      int port,
      @Nullable ByteSize maxBody,
      @Nullable AuthenticationConfig authentication,
      @Nullable TlsConfig tls,
      boolean insecure,
      @Nullable List<String> hosts) {
    this(host, port, maxBody, authentication, tls, insecure, hosts, null);
  }

  /** Creates the configuration of a service that does not encrypt and has no further names. */
  public HttpConfig(
      @Nullable String host,
      int port,
      @Nullable ByteSize maxBody,
      @Nullable AuthenticationConfig authentication,
      boolean insecure) {
    this(host, port, maxBody, authentication, null, insecure, null);
  }

  /** Creates the configuration of a service that is not insecure. */
  public HttpConfig(@Nullable String host, int port, @Nullable ByteSize maxBody) {
    this(host, port, maxBody, null, false);
  }

  public HttpConfig(String host, int port) {
    this(host, port, null);
  }

  /** Returns whether other machines can reach the service, and it is not protected. */
  boolean isExposed() {
    return !isLoopback() && !(authentication.isOn() && tls.isOn());
  }

  /** Returns why the service is insecure if it is exposed. */
  String weakness() {
    if (tls.isOn()) {
      return "callers are not authenticated";
    }
    return authentication.isOn()
        ? "the traffic is not encrypted, so tokens can be stolen"
        : "callers are not authenticated and the traffic is not encrypted";
  }

  /** Returns whether only programs on this machine can reach the service. */
  public boolean isLoopback() {
    return isLoopback(host);
  }

  static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  /**
   * Returns whether the service listens on all addresses of the machine. The host is then no
   * address to which another machine could connect.
   */
  public boolean isOnAllAddresses() {
    return isWildcard(host);
  }

  /**
   * Returns the URL at which programs on this machine reach the service: with a loopback address if
   * the service listens on all addresses.
   *
   * @param onPort the port on which the service listens
   */
  URI uriOn(int onPort) {
    var name = isOnAllAddresses() ? "127.0.0.1" : host;
    boolean isBareIpV6 = name.indexOf(':') >= 0 && !name.startsWith("[");
    return URI.create(tls.scheme() + "://" + (isBareIpV6 ? "[" + name + "]" : name) + ":" + onPort);
  }

  /**
   * Returns whether a host stands for all addresses of a machine: {@code 0.0.0.0} or {@code ::}.
   */
  public static boolean isWildcard(String host) {
    return WILDCARDS.contains(host);
  }
}
