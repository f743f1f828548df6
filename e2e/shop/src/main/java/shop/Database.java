package shop;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The products, in a PostgreSQL of their own. Every question opens a connection, as small
/// applications do.
final class Database {
    private static final String URL =
            "jdbc:postgresql://" + System.getenv().getOrDefault("SHOP_DATABASE", "database") + ":5432/shop";

    private Database() {}

    /// One thing that is sold.
    public record Product(int id, String name, int cents) {
        /// For the page: JSP's expression language wants getters.
        public int getId() {
            return id;
        }

        /// As above.
        public String getName() {
            return name;
        }

        /// `12.50`.
        public String getPrice() {
            return "%d.%02d".formatted(cents / 100, cents % 100);
        }
    }

    static List<Product> products() throws SQLException {
        try (var connection = open();
                var rows = connection.createStatement().executeQuery("select id, name, cents from product order by id")) {
            List<Product> products = new ArrayList<>();
            while (rows.next()) {
                products.add(new Product(rows.getInt(1), rows.getString(2), rows.getInt(3)));
            }
            return products;
        }
    }

    /// Remembers an upload and answers its number.
    static int recordUpload(String kind) throws SQLException {
        try (var connection = open();
                var insert = connection.prepareStatement("insert into picture (kind) values (?) returning id")) {
            insert.setString(1, kind);
            try (var row = insert.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static Connection open() throws SQLException {
        return DriverManager.getConnection(URL, "shop", "shop");
    }
}
