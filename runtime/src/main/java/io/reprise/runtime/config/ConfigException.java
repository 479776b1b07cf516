package io.reprise.runtime.config;

/**
 * Thrown when a configuration cannot be used. The message is one sentence that names the key and
 * what to change. A retry does not help until the configuration is changed.
 */
public final class ConfigException extends RuntimeException {
  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
