package shop;

import java.sql.SQLException;
import java.util.List;

/// The shop's front page.
public final class ProductsAction {
    private List<Database.Product> products = List.of();

    /// Reads the products for the page.
    public String execute() throws SQLException {
        products = Database.products();
        return "success";
    }

    /// For the page.
    public List<Database.Product> getProducts() {
        return products;
    }

    /// A visit's number with the shop's signature.
    public String getVisit() {
        String number = Long.toString(System.currentTimeMillis());
        return number + "." + Signature.of(number);
    }
}
