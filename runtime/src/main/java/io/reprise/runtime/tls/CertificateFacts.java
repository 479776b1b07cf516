package io.reprise.runtime.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * What an error message says about a certificate. A stranger may have made the certificate, so the
 * texts have no control characters and are not long.
 */
final class CertificateFacts {
  private static final int LONGEST = 200;
  private static final int MOST_NAMES = 10;
  private static final int DNS = 2;
  private static final int ADDRESS = 7;

  private CertificateFacts() {}

  static String subject(X509Certificate certificate) {
    return name(certificate.getSubjectX500Principal());
  }

  static String issuer(X509Certificate certificate) {
    return name(certificate.getIssuerX500Principal());
  }

  /** Returns the host names and addresses that the certificate is for, at most ten. */
  static List<String> hosts(X509Certificate certificate) {
    var hosts = new ArrayList<String>();
    try {
      var names = certificate.getSubjectAlternativeNames();
      if (names != null) {
        for (var name : names) {
          int type = (Integer) name.get(0);
          if ((type == DNS || type == ADDRESS) && hosts.size() < MOST_NAMES) {
            hosts.add(printable(String.valueOf(name.get(1))));
          }
        }
      }
    } catch (CertificateParsingException e) {
      // The certificate is then for no host that can be named.
    }
    return hosts;
  }

  private static String name(X500Principal principal) {
    var name = printable(principal.getName());
    return name.isEmpty() ? "nobody" : name;
  }

  private static String printable(String text) {
    var safe = text.replaceAll("[\\p{Cntrl}\"]", "?");
    return safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST) + "...";
  }
}
