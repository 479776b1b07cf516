package io.reprise.replay.target;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A range of IP addresses, written as {@code 10.0.0.0/8}, {@code fd00::/8}, or as one address.
 * Immutable.
 */
public final class Network {
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";

  /** An address in digits. A name would be looked up, and could be another network tomorrow. */
  private static final Pattern ADDRESS =
      Pattern.compile(BYTE + "(\\." + BYTE + "){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final String text;
  private final byte[] address;
  private final int bits;

  private Network(String text, byte[] address, int bits) {
    this.text = text;
    this.address = address;
    this.bits = bits;
  }

  /**
   * Reads a network.
   *
   * @throws IllegalArgumentException when the text is neither an IP address nor a range of them
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    var address = slash < 0 ? text : text.substring(0, slash);
    if (!ADDRESS.matcher(address).matches()) {
      throw unreadable(text);
    }
    try {
      var bytes = InetAddress.getAllByName(address)[0].getAddress();
      int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > bytes.length * 8) {
        throw unreadable(text);
      }
      return new Network(text, bytes, bits);
    } catch (UnknownHostException | NumberFormatException e) {
      throw unreadable(text);
    }
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "'%s' is not a range of IP addresses: give one as 10.0.0.0/8, fd00::/8 or 192.168.1.7"
            .formatted(text));
  }

  /** Returns whether the network contains an address. An IPv4 network has no IPv6 addresses. */
  public boolean contains(InetAddress other) {
    var bytes = other.getAddress();
    if (bytes.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((bytes[bit / 8] & mask) != (address[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return text;
  }
}
