package io.reprise.replay.target.http;

import io.reprise.replay.target.Network;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetUnavailableException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides to which addresses requests may go: to those that the configuration allows, and over
 * https to public addresses. Whoever controls the name of the service can therefore not direct the
 * requests of a worker, which carry records and credentials, to a service of the worker's own
 * network. Immutable.
 *
 * <p>The client looks the name up once more when it opens a connection. If the name then has
 * another address, the certificate protects: a service that does not have one for the name gets no
 * request. Over http, the networks must therefore be allowed by name.
 */
final class AddressRules {
  /** Addresses that are not public, as IANA's registries of special-purpose addresses say. */
  private static final List<Network> SPECIAL =
      networks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4",
          // Parts of the public IPv6 range that are not public, or that embed an IPv4 address.
          "2001::/23",
          "2001:db8::/32",
          "2002::/16");

  /** All public IPv6 addresses. Local, mapped and translated addresses are outside. */
  private static final Network PUBLIC_IPV6 = Network.parse("2000::/3");

  private final String target;
  private final URI url;
  private final List<Network> allowed;

  /**
   * Creates the rules of one target.
   *
   * @param allowed networks to which requests may go, whatever they are
   */
  AddressRules(String target, URI url, List<Network> allowed) {
    this.target = target;
    this.url = url;
    this.allowed = List.copyOf(allowed);
  }

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(Network::parse).toList();
  }

  /**
   * Requires that requests may go to every address that the name of the service has now, and
   * returns these addresses.
   *
   * @throws TargetRefusedException when they may not
   * @throws TargetUnavailableException when the name cannot be looked up; a retry is safe
   */
  List<InetAddress> require() {
    var addresses = lookUp();
    addresses.forEach(this::require);
    return addresses;
  }

  private List<InetAddress> lookUp() {
    try {
      // URI keeps the brackets of an IPv6 address, and InetAddress accepts them.
      return List.of(InetAddress.getAllByName(url.getHost()));
    } catch (UnknownHostException e) {
      throw new TargetUnavailableException(
          "the host %s of target '%s' cannot be resolved".formatted(url.getHost(), target), e);
    }
  }

  private void require(InetAddress address) {
    if (allowed.stream().anyMatch(network -> network.contains(address))) {
      return;
    }
    if (!isPublic(address)) {
      throw new TargetRefusedException(
          "the host %s of target '%s' has the address %s, which is not a public one: if requests may go there, add its network to allowedNetworks"
              .formatted(url.getHost(), target, address.getHostAddress()));
    }
    if (!url.getScheme().equalsIgnoreCase("https")) {
      throw new TargetRefusedException(
          "the url of target '%s' is http, so that everybody on the way can read the records: use https, or add the network of %s to allowedNetworks"
              .formatted(target, address.getHostAddress()));
    }
  }

  private static boolean isPublic(InetAddress address) {
    boolean isIpv4 = address.getAddress().length == 4;
    return (isIpv4 || PUBLIC_IPV6.contains(address))
        && SPECIAL.stream().noneMatch(network -> network.contains(address));
  }
}
