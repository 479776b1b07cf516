package io.reprise.rehydrate.postgres.session;

import java.util.regex.Pattern;

/**
 * The database, schema and name of a read model.
 *
 * @param url JDBC URL of the database, for example {@code jdbc:postgresql://host:5432/database}
 * @param password empty if the server asks for none
 * @param schema an existing schema, which holds the model and its versions
 * @param model the name of the view that readers use
 * @param keepOlder how many of the versions that were visible earlier are kept, so that a swap can
 *     be undone
 */
public record PostgresConfig(
    String url, String user, String password, String schema, String model, int keepOlder) {
  private static final Pattern READABLE_URL =
      Pattern.compile("jdbc:postgresql:(//[^/?@]*/)?[^/?@]*(\\?.*)?");
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,49}");

  public PostgresConfig {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "the target's URL is for another database system: use"
              + " jdbc:postgresql://host:port/database");
    }
    requireReadable(url);
    requireName("schema", schema);
    requireName("model", model);
    if (keepOlder < 0) {
      throw new IllegalArgumentException(
          "keepOlder is %d: use 0 or more, 1 to be able to undo".formatted(keepOlder));
    }
  }

  /** Creates the settings of a model in schema {@code public} that keeps one older version. */
  public PostgresConfig(String url, String user, String password, String model) {
    this(url, user, password, "public", model, 1);
  }

  /**
   * Refuses a URL that the PostgreSQL driver cannot read. The driver would show such a URL in its
   * logs and errors, and the URL may hold a password. An example is a URL with user and password in
   * front of the host, which the driver does not accept.
   */
  private static void requireReadable(String url) {
    if (!READABLE_URL.matcher(url).matches()) {
      throw new IllegalArgumentException(
          "the target's URL cannot be read: use jdbc:postgresql://host:port/database, and give"
              + " user and password separately");
    }
  }

  private static void requireName(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s '%s': use lower-case letters, digits and underscores, at most 50, beginning with a letter or an underscore"
              .formatted(what, name));
    }
  }

  /**
   * Returns the settings as text, without the password and without the URL's parameters, which may
   * contain a password.
   */
  @Override
  public String toString() {
    return "%s, user %s, %s.%s".formatted(place(), user, schema, model);
  }

  /** Returns host, port and database, without credentials. */
  public String place() {
    var address = url.replaceFirst("^jdbc:postgresql:(//)?", "");
    int at = address.lastIndexOf('@');
    int parameters = address.indexOf('?');
    if (parameters >= 0 && parameters < at) {
      // An @ sign means that the URL holds a password: in a parameter, or in front of the host.
      return "***";
    }
    return address.substring(at + 1).replaceFirst("\\?.*$", "");
  }
}
