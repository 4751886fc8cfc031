package io.muster.sandbox.demandbase;

import io.muster.sandbox.vendor.Vendor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a job imports, [V] DB-IMP, with the required CSV columns, [V] DB-CSV. */
enum EntityType {
  ACCOUNT("Account", List.of("Account Name", "Account Domain")),
  OPPORTUNITY("Opportunity", List.of()),
  PERSON("Person", List.of("First Name", "Last Name", "Email", "External Person Id")),
  ACTIVITY("Activity", List.of());

  private final String id;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> requiredColumns;

  EntityType(String id, List<String> requiredColumns) {
    this.id = id;
    this.requiredColumns = requiredColumns;
  }

  static Optional<EntityType> of(String id) {
    return Arrays.stream(values()).filter(type -> type.id.equals(id)).findFirst();
  }

  String id() {
    return id;
  }

  List<String> requiredColumns() {
    return requiredColumns;
  }

  Vendor vendor() {
    return this == PERSON ? Vendor.DEMANDBASE_PEOPLE : Vendor.DEMANDBASE;
  }

  /** What the vendor knows a row by, or nothing when it has no usable field for that. */
  Optional<String> identifier(Map<String, String> row) {
    if (this == PERSON) {
      String external = value(row, "External Person Id");
      return external.isEmpty()
          ? Optional.of(value(row, "Email").toLowerCase(Locale.ROOT)).filter(e -> !e.isEmpty())
          : Optional.of(external);
    }
    String external = value(row, "External Account ID");
    if (!external.isEmpty()) {
      return Optional.of(external);
    }
    String domain = value(row, "Account Domain").toLowerCase(Locale.ROOT);
    String name = value(row, "Account Name").toLowerCase(Locale.ROOT);
    return domain.isEmpty() || name.isEmpty() ? Optional.empty() : Optional.of(domain + " " + name);
  }

  private static String value(Map<String, String> row, String column) {
    return row.getOrDefault(column, "").strip();
  }
}
