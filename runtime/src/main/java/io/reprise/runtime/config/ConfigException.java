package io.reprise.runtime.config;

/** A configuration that cannot be used; the message is one sentence for whoever wrote it. Fatal. */
public final class ConfigException extends RuntimeException {
  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
